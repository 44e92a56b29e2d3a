/**
 * The registrations that one walk has met: equal ones are one object, so that sets of them can be compared.
 */
import type { Armed } from '../domain/armed.ts';
import type { FunctionNode } from '../ir/types.ts';

export class Armory {
  readonly #known = new Map<string, Armed>();

  make(one: Omit<Armed, 'id'>): Armed {
    const { trigger } = one;
    const own = trigger.kind === 'event' ? trigger.own : '';
    const key = [one.registered.range[0], one.registered.range[1], whatRuns(one.node, one.settler), own, one.backing, one.by?.id ?? one.reaches].join();
    let armed = this.#known.get(key);
    if (armed === undefined) this.#known.set(key, (armed = { ...one, id: this.#known.size }));
    return armed;
  }
}

function whatRuns(node: FunctionNode | null, settler: Armed['settler']): string {
  return node === null ? `${settler?.variable.name ?? ''} ${settler?.settles ?? ''}` : `${node.range[0]}-${node.range[1]}`;
}
