/**
 * The call that would have discharged an obligation, as the reader would write it: `destroy()`, `leave()`.
 *
 * Input: a site. For a pair of names the release that the function itself uses on the same receiver comes first, then one
 * that the file uses, then the pair's first. What a release is passed is told where this function shows it, and left out as
 * `…` where only other code does.
 */
import type { Call } from '../effects/types.ts';
import type { FunctionIr } from '../ir/types.ts';
import { isReleasedInView, receiverOf } from '../obligations/receivers.ts';
import type { Site } from '../obligations/sites.ts';
import type { Unit } from '../unit.ts';

export function adviceFor({ obligation }: Site, ir: FunctionIr, unit: Unit): string {
  const { resource, receiver, verbs } = obligation;
  const [first] = verbs;
  if (receiver === null || first === undefined) return resource.advice;
  for (const verb of verbs) {
    const used = unit.index(ir).named(verb).find(({ call }) => receiverOf(call, unit, ir) === receiver);
    if (used !== undefined) return `${verb}(${argumentsOf(used.call, unit.text)})`;
  }
  const inView = verbs.find(verb => isReleasedInView(receiver, [verb], unit.text));
  if (inView !== undefined) return unit.text.includes(`${inView}()`) ? `${inView}()` : `${inView}(…)`;
  // What has methods of its own is given back by one of them.
  return Object.keys(resource.methods).length > 0 ? resource.advice : `${first}()`;
}

/** Longer ones would hide what the sentence says. */
const mostCharacters = 24;

function argumentsOf({ node }: Call, text: string): string {
  if (node.type !== 'CallExpression') return '';
  const written = node.arguments.map(({ range }) => text.slice(...range)).join(', ');
  return written.length > mostCharacters || written.includes('\n') ? '…' : written;
}
