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
  readonly interesting: (text: string) => boolean;
  /** Positions of the names in a text that make the code around them worth looking at. */
  readonly marks: (text: string) => readonly Mark[];
}

/** A name that matters, by its position. */
export type Mark =
  /** An import of a module that gives resources. */
  | { readonly kind: 'imports'; readonly at: number }
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

export function createInterest({ modules, globals, pairs, verbs, events, methods, calls: shaped }: Vocabulary): Interest {
  // Each expression begins with characters that few positions of a text have: that is what its speed comes from.
  const quoted = `(['"\`])(?:node:)?(${anyOf([...modules.keys()])})\\1`;
  const global = `(?:${anyOf(globals)})(?![\\w$])`;
  const listening = `[.]\\s*(?:on|once|addListener)[(]\\s*['"\`](?:${anyOf(events)})['"\`]`;
  const alone = pairs.filter(pair => pair.needs === undefined);
  // A limiter of plain functions: `await acquireSlot()`; a function that is called like a method we know.
  const plain = `(?<![.\\w$])(?:${anyOf([...methods, ...alone.map(pair => pair.acquire)])})\\s*[(]`;
  // The name comes first, because few names of a text begin like this.
  const givingBack = String.raw`(?:release|done)\w*(?:(?<=,\s*\w+)\s*[):]|(?<=[.]release\w+)\s*[(])`;
  const search = [global, givingBack, calling(methods), calling(alone.map(pair => pair.acquire)), calling(verbs), listening, plain].map(source => new RegExp(source));
  // One pass for most files: whatever any of the others finds has one of these in it.
  const anything = new RegExp([`['"\`](?:node:)?(?:${anyOf([...modules.keys()])})['"\`]`, calling([...verbs, ...methods, ...pairs.map(pair => pair.acquire)]), listening, global, givingBack].join('|'));
  // Apart, because a name can begin anywhere: with it the other expression would try at every letter.
  const byName = new RegExp(plain);
  const acquiring = calling(pairs.map(pair => pair.acquire));
  const pairsIn = (text: string): readonly PairModel[] => {
    const names = new Set(Array.from(text.matchAll(new RegExp(acquiring, 'g')), match => match[1]));
    return names.size === 0 ? [] : pairs.filter(pair => names.has(pair.acquire) && isInView(pair, text));
  };

  return {
    interesting: text => (anything.test(text) || byName.test(text)) && (imports(text, quoted).next().done !== true || search.some(each => each.test(text)) || pairsIn(text).length > 0),
    marks(text) {
      const marks: Mark[] = [];
      const begins = new Set<string>();
      for (const match of imports(text, quoted)) {
        marks.push({ kind: 'imports', at: match.index });
        for (const named of [modules, shaped]) for (const method of named.get(match[2] ?? '') ?? []) begins.add(method);
      }
      const calls = [...begins, ...methods, ...pairsIn(text).map(pair => pair.acquire)];
      if (calls.length > 0) for (const match of text.matchAll(new RegExp(calling(calls), 'g'))) marks.push({ kind: 'acquires', at: match.index });
      for (const source of [listening, plain]) for (const match of text.matchAll(new RegExp(source, 'g'))) marks.push({ kind: 'acquires', at: match.index });
      for (const match of text.matchAll(new RegExp(givingBack, 'g'))) marks.push({ kind: 'gives-back', at: match.index });
      for (const match of new Set(text.match(new RegExp(global, 'g')))) marks.push({ kind: 'global', name: match });
      for (const match of text.matchAll(new RegExp(calling(verbs), 'g'))) {
        const name = nameBefore(text, match.index);
        if (name !== null) marks.push({ kind: 'releases', at: match.index, name, verb: match[1] ?? '' });
      }
      return marks;
    },
  };
}

/** A quoted name counts after `from`, `import` and an opening bracket: `require('net')`, `import('net')`, `load("net")`. */
function* imports(text: string, quoted: string): Generator<RegExpExecArray> {
  for (const match of text.matchAll(new RegExp(quoted, 'g'))) {
    if (/(?:[(]|\bfrom|\bimport)\s*(?:[/][*].*[*][/]\s*)?$/.test(text.slice(Math.max(0, match.index - 60), match.index))) yield match;
  }
}

/** `.name(` and `.name?.(`. The dot comes first, because few characters of a text are dots. */
function calling(names: readonly string[]): string {
  return `[.]\\s*(${anyOf(names)})\\s*(?:[?][.]\\s*)?[(]`;
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
