/**
 * Which places may change behind the back of the function at hand: between two of its instructions, in code that a call
 * or an await lets run.
 *
 * A variable: if another function writes it. A property: if code of the file assigns a property of that name
 * (DESIGN §3: one that nothing in view writes keeps its value across calls and awaits).
 */
import type { FunctionIr, Variable } from '../ir/types.ts';
import type { Place } from '../domain/places.ts';

export type Volatile = (place: Place, ir: FunctionIr) => boolean;

export function createVolatility(text: string): Volatile {
  const properties = new Map<string, boolean>();
  const isAssigned = (name: string): boolean => {
    let answer = properties.get(name);
    if (answer === undefined) properties.set(name, (answer = assigns(text, name)));
    return answer;
  };
  return (place, ir) => {
    for (let at: Place | null = place; at !== null; at = at.object) {
      if (at.property !== null && !at.property.startsWith('\0') && isAssigned(at.property)) return true;
    }
    return place.root.kind === 'variable' && writtenElsewhere(place.root.variable, ir);
  };
}

function assigns(text: string, name: string): boolean {
  if (!/^[\w$#]+$/.test(name)) return true;
  const escaped = name.replaceAll('$', '\\$');
  return new RegExp(`\\.${escaped}\\s*(?:=(?![=>])|\\+\\+|--|[-+*/%&|^?]{1,2}=)|(?:\\+\\+|--)[\\w.$]*\\.${escaped}\\b`).test(text);
}

function writtenElsewhere(variable: Variable, ir: FunctionIr): boolean {
  return variable.references.some(reference => reference.isWrite() && reference.init !== true && reference.from.variableScope.block !== ir.node);
}
