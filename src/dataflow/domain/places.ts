/**
 * Access paths with one identity each: `socket`, `$3`, `this.pool`, `pair.socket`.
 *
 * Two operands name the same place exactly when `of` gives the same object, so that a set of places is a set of
 * references. Roots are variables (shared by all functions of the file), temporaries (of one function), `this` (of one
 * function), the result of a function, and global names.
 */
import type { FunctionIr, Node, Operand, Variable } from '../ir/types.ts';

export interface Place {
  readonly id: number;
  readonly root: Root;
  /** The object this is a property of; null for a root. */
  readonly object: Place | null;
  readonly property: string | null;
  /** The bit of the root in a mask: two places without a common bit have nothing to do with each other. */
  readonly bit: number;
  /** A name that is never assigned again: what is learned of it once holds everywhere. */
  readonly fixed: boolean;
}

export type Root =
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'temp' }
  | { readonly kind: 'this' }
  | { readonly kind: 'result' }
  | { readonly kind: 'global'; readonly name: string };

interface OfFunction {
  readonly temps: (Place | undefined)[];
  readonly self: Place;
  readonly result: Place;
}

/** Syntax with a `this` of its own, and arrows, which pass the question on. */
const ownsThis = new Set<string>(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'Program', 'PropertyDefinition', 'AccessorProperty', 'StaticBlock']);

export class Places {
  #next = 0;
  readonly #variables = new Map<Variable, Place>();
  readonly #globals = new Map<string, Place>();
  readonly #functions = new Map<FunctionIr, OfFunction>();
  readonly #selves = new Map<Node, Place>();
  readonly #properties = new Map<Place, Map<string, Place>>();

  /** The place an operand names; null where it names none (a call's arguments, an unknown property). */
  of(operand: Operand, ir: FunctionIr): Place | null {
    const names: string[] = [];
    let base = operand;
    while (base.kind === 'member') {
      if (base.property === null) return null;
      names.push(base.property);
      base = base.object;
    }
    let place = this.#root(base, ir);
    for (let index = names.length - 1; place !== null && index >= 0; index -= 1) place = this.property(place, names[index] as string);
    return place;
  }

  variable(variable: Variable): Place {
    let place = this.#variables.get(variable);
    if (place === undefined) this.#variables.set(variable, (place = this.#make({ kind: 'variable', variable }, null, null)));
    return place;
  }

  temp(ir: FunctionIr, temp: number): Place {
    const own = this.#ofFunction(ir);
    return (own.temps[temp] ??= this.#make({ kind: 'temp' }, null, null));
  }

  result(ir: FunctionIr): Place {
    return this.#ofFunction(ir).result;
  }

  global(name: string): Place {
    return this.#global(name);
  }

  property(object: Place, name: string): Place {
    let known = this.#properties.get(object);
    if (known === undefined) this.#properties.set(object, (known = new Map<string, Place>()));
    let place = known.get(name);
    if (place === undefined) known.set(name, (place = this.#make(object.root, object, name)));
    return place;
  }

  #root(operand: Operand, ir: FunctionIr): Place | null {
    switch (operand.kind) {
      case 'variable':
        return this.variable(operand.variable);
      case 'temp':
        return this.temp(ir, operand.temp);
      case 'this':
        return this.#ofFunction(ir).self;
      case 'result':
        return this.result(ir);
      case 'global':
        return this.#global(operand.name);
      default:
        return null;
    }
  }

  #global(name: string): Place {
    let place = this.#globals.get(name);
    if (place === undefined) this.#globals.set(name, (place = this.#make({ kind: 'global', name }, null, null)));
    return place;
  }

  #ofFunction(ir: FunctionIr): OfFunction {
    let own = this.#functions.get(ir);
    if (own === undefined) {
      own = { temps: [], self: this.#self(ir.node), result: this.#make({ kind: 'result' }, null, null) };
      this.#functions.set(ir, own);
    }
    return own;
  }

  /** An arrow function has the `this` of what is around it. */
  #self(node: Node): Place {
    let owner = node;
    while (owner.type === 'ArrowFunctionExpression') {
      owner = owner.parent;
      while (!ownsThis.has(owner.type) && owner.parent !== undefined && owner.parent !== null) owner = owner.parent;
    }
    let place = this.#selves.get(owner);
    if (place === undefined) this.#selves.set(owner, (place = this.#make({ kind: 'this' }, null, null)));
    return place;
  }

  #make(root: Root, object: Place | null, property: string | null): Place {
    const id = this.#next++;
    return { id, root, object, property, bit: object === null ? 1 << (id % 30) : object.bit, fixed: object === null && root.kind === 'variable' && isFixed(root.variable) };
  }
}

/** Whether `place` is `base` or lies below it: `a.b.c` is within `a` and `a.b`. */
export function isWithin(place: Place, base: Place): boolean {
  for (let at: Place | null = place; at !== null; at = at.object) if (at === base) return true;
  return false;
}

const isFixed = (variable: Variable): boolean => variable.references.every(reference => !reference.isWrite() || reference.init === true);

export function rootOf(place: Place): Place {
  let root = place;
  while (root.object !== null) root = root.object;
  return root;
}
