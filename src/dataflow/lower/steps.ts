/**
 * Statements nest as deep as a parser bears, and parsers that have run for a while bear more than code that has not. So a
 * statement that holds others is lowered in steps: it yields each of them and goes on when that is done. The stack of what is
 * under way is a list, not the call stack.
 */
export type Steps = Generator<Steps>;

/** Runs the steps and those that they wait for to the end. */
export function run(steps: Steps): void {
  const open = [steps];
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    const { done, value } = inner.next() as IteratorResult<Steps, void>;
    if (done === true) open.pop();
    else open.push(value);
  }
}
