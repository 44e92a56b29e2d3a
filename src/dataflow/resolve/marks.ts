/**
 * Is a file worth looking at, and which of its names are? Answered from the text alone, before anything is walked.
 *
 * The expressions are made from the tables once: modules that give resources (where the text imports them), globals
 * that do, names that acquire a slot, and verbs from which belief starts. A file with none of them costs one search.
 *
 * Guarantee: no row of the tables can apply in a file that is not interesting. Not handled: a module name that is put
 * together at run time.
 */
import { beliefVerbs } from '../models/evidence.ts';
import { allGlobals, allKinds, allMethods, allModules, allPairs, callbackCalls, shapedCalls, shapedEvents } from '../models/index.ts';
import type { ExportModel, KindId, ModuleModel, PairModel, ResourceKind } from '../models/types.ts';

/** What the tables and the settings say is worth looking for. */
export interface Vocabulary {
  /** Modules that give resources, without `node:`, each with the methods by which resources begin to be owed. */
  readonly modules: ReadonlyMap<string, readonly string[]>;
  readonly globals: readonly string[];
  readonly pairs: readonly PairModel[];
  /** Methods whose call on a name of the function says that the name held a resource. */
  readonly verbs: readonly string[];
  /** Events whose listener is known by its shape. */
  readonly events: readonly string[];
  /** Methods that give something whatever they are called on, by themselves or to the callback they are given. */
  readonly methods: readonly string[];
  /** Methods whose callback is known by its shape, by the modules that have to be imported. */
  readonly calls: ReadonlyMap<string, readonly string[]>;
}

export interface Interest {
  /** Positions of the names in a text that make the code around them worth looking at; a text without any is of no interest. */
  readonly marks: (text: string) => readonly Mark[];
}

/** A name that matters, by its position. */
export type Mark =
  /** An import of a module that gives resources. */
  | { readonly kind: 'imports'; readonly at: number; readonly module: string }
  /** The call of an acquiring or beginning method. */
  | { readonly kind: 'acquires'; readonly at: number }
  /** A global that gives a resource is mentioned somewhere, perhaps in a comment. */
  | { readonly kind: 'global'; readonly name: string }
  /** `name.verb(`: the dot stands at the position. */
  | { readonly kind: 'releases'; readonly at: number; readonly name: string; readonly verb: string }
  /** The parameter of a callback that gives back what came with it, or a method that takes it back (`releaseConnection`). */
  | { readonly kind: 'gives-back'; readonly at: number };

export function tableVocabulary(): Vocabulary {
  const kinds = new Map(allKinds.map(each => [each.id, each]));
  return {
    modules: new Map(allModules.filter(givesResources).flatMap(module => plainNames(module).map(name => [name, beginnings(module, kinds)] as const))),
    globals: [...allGlobals].filter(([, row]) => acquiredBy(row).length > 0).map(([name]) => name),
    pairs: allPairs,
    verbs: Object.keys(beliefVerbs),
    events: shapedEvents.map(row => row.event),
    methods: [...callbackCalls, ...[...allMethods].filter(([, row]) => row.acquires !== undefined).map(([name]) => name)],
    calls: new Map(shapedCalls.flatMap(({ modules, method }) => modules.map(name => [name, [method]] as const))),
  };
}

function plainNames(module: ModuleModel): readonly string[] {
  return [...new Set(module.names.map(name => name.replace(/^node:/, '')))];
}

function acquiredBy(row: ExportModel): readonly KindId[] {
  return [row.call?.acquires?.kind, row.construct?.acquires?.kind, row.instance].filter(kind => kind !== undefined);
}

function givesResources(module: ModuleModel): boolean {
  return Object.values(module.exports).some(row => acquiredBy(row).length > 0);
}

/** Methods with which something begins to be owed, of what the module gives and of what that gives in turn. */
function beginnings(module: ModuleModel, kinds: ReadonlyMap<KindId, ResourceKind>): readonly string[] {
  const acquired = new Set(Object.values(module.exports).flatMap(acquiredBy));
  const names = new Set<string>();
  // A set that grows while it is walked: each kind once.
  for (const id of acquired) {
    for (const [name, { receiver, acquires }] of Object.entries(kinds.get(id)?.methods ?? {})) {
      if (receiver === 'begins' || acquires?.state === 'open') names.add(name);
      if (acquires !== undefined) acquired.add(acquires.kind);
    }
  }
  return [...names];
}

export function createInterest(vocabulary: Vocabulary): Interest {
  const { pairs } = vocabulary;
  const anything = new RegExp(searchedFor(vocabulary), 'g');
  // A limiter of plain functions: `await acquireSlot()`; a function that is called like a method we know. Apart, because a name can begin anywhere.
  const plain = [pairs.filter(pair => pair.needs === undefined).map(pair => pair.acquire), vocabulary.methods].map(names => ({
    expression: new RegExp(`(?<![.\\w$])(?:${anyOf(names)})\\s*[(]`, 'g'),
    inAll: sharedPart(names),
  }));
  return {
    marks(text) {
      const marks: Mark[] = [];
      const calls: Hit[] = [];
      const globals = new Set<string>();
      const begins = new Set(vocabulary.methods);
      for (const match of text.matchAll(anything)) {
        const [, , module, method, takesBack, givesBack = takesBack, global] = match;
        if (module !== undefined) {
          if (!isImport(text, match.index)) continue;
          marks.push({ kind: 'imports', at: match.index, module });
          for (const named of [vocabulary.modules, vocabulary.calls]) for (const name of named.get(module) ?? []) begins.add(name);
        } else if (method !== undefined) calls.push({ at: match.index, name: method });
        else if (givesBack !== undefined) marks.push({ kind: 'gives-back', at: match.index + match[0].indexOf(givesBack) });
        else if (global !== undefined) globals.add(global);
        else marks.push({ kind: 'acquires', at: match.index });
      }
      for (const name of globals) marks.push({ kind: 'global', name });
      if (calls.length > 0) marks.push(...callMarks(calls, text, begins, vocabulary));
      for (const { expression, inAll } of plain) {
        if (text.includes(inAll)) for (const match of text.matchAll(expression)) marks.push({ kind: 'acquires', at: match.index });
      }
      return marks;
    },
  };
}

/**
 * One pass over the text finds everything but plain functions. Each alternative begins with a character that few positions
 * of a text have: that is what its speed comes from. Groups: quote, module, method, a method that takes back, a parameter that gives back, global.
 */
function searchedFor({ modules, globals, pairs, verbs, events, methods, calls }: Vocabulary): string {
  const called = anyOf([...verbs, ...methods, ...pairs.map(pair => pair.acquire), ...[...modules.values(), ...calls.values()].flat()]);
  return [
    `(['"\`])(?:node:)?(${anyOf([...modules.keys()])})\\1`,
    `[.]\\s*(${called})\\s*(?:[?][.]\\s*)?[(]`,
    `[.](release\\w+)\\s*[(]`,
    `,\\s*((?:release|done)\\w*)\\s*[):]`,
    `(${anyOf(globals)})(?![\\w$])`,
    `[.]\\s*(?:on|once|addListener)[(]\\s*['"\`](?:${anyOf(events)})['"\`]`,
  ].join('|');
}

/** `.name(` and `.name?.(` at the position of the dot. */
interface Hit {
  readonly at: number;
  readonly name: string;
}

/** What calls of methods say, now that all imports are known; `begins` are the methods that count by themselves. */
function callMarks(calls: readonly Hit[], text: string, begins: ReadonlySet<string>, { verbs, pairs }: Vocabulary): readonly Mark[] {
  const called = new Set(calls.map(({ name }) => name));
  const acquiring = new Set([...begins, ...pairs.filter(pair => called.has(pair.acquire) && isInView(pair, text)).map(pair => pair.acquire)]);
  return calls.flatMap(({ at, name }) => {
    const marks: Mark[] = acquiring.has(name) ? [{ kind: 'acquires', at }] : [];
    const owner = verbs.includes(name) ? nameBefore(text, at) : null;
    return owner === null ? marks : [...marks, { kind: 'releases', at, name: owner, verb: name }];
  });
}

/** A quoted name counts after `from`, `import` and an opening bracket: `require('net')`, `import('net')`, `load("net")`. */
function isImport(text: string, quote: number): boolean {
  return /(?:[(]|\bfrom|\bimport)\s*(?:[/][*].*[*][/]\s*)?$/.test(text.slice(Math.max(0, quote - 60), quote));
}

/** The longest part that all names have: a text without it has none of them. */
function sharedPart(names: readonly string[]): string {
  const [first = '', ...others] = names;
  for (let length = first.length; length > 0; length -= 1) {
    for (let from = 0; from + length <= first.length; from += 1) {
      const part = first.slice(from, from + length);
      if (others.every(name => name.includes(part))) return part;
    }
  }
  return '';
}

/** The name a dot is written after, past `?` and `!`, if nothing stands before it that it is a property of. */
function nameBefore(text: string, dot: number): string | null {
  let end = dot;
  while (end > 0 && /[\s?!]/.test(text.charAt(end - 1))) end -= 1;
  let start = end;
  while (start > 0 && /[\w$]/.test(text.charAt(start - 1))) start -= 1;
  return start === end || /[.#]/.test(text.charAt(start - 1)) ? null : text.slice(start, end);
}

/** A name that proves nothing by itself counts only beside one of its releases. */
function isInView(pair: PairModel, text: string): boolean {
  return pair.needs === undefined || pair.release.some(release => text.includes(`.${release}(`));
}

/** Longer names first, so that none is cut short by another; matches nothing when there is none. */
function anyOf(names: readonly string[]): string {
  if (names.length === 0) return '(?!)';
  return [...new Set(names)]
    .sort((left, right) => right.length - left.length || (left < right ? -1 : 1))
    .map(each => each.replace(/[$.*+?^(){}|[\]\\/]/g, String.raw`\$&`))
    .join('|');
}
