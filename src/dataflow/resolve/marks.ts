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
import { allGlobals, allKinds, allModules, allPairs } from '../models/index.ts';
import type { ExportModel, KindId, ModuleModel, PairModel, ResourceKind } from '../models/types.ts';

/** What the tables and the settings say is worth looking for. */
export interface Vocabulary {
  /** Modules that give resources, without `node:`, each with the methods by which its resources begin to be owed. */
  readonly modules: ReadonlyMap<string, readonly string[]>;
  readonly globals: readonly string[];
  readonly pairs: readonly PairModel[];
  /** Methods whose call on a name of the function says that the name held a resource. */
  readonly verbs: readonly string[];
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
  /** The call of an acquiring or beginning method, or a global that gives a resource. */
  | { readonly kind: 'acquires'; readonly at: number }
  /** `name.verb(`: the name begins at the position. */
  | { readonly kind: 'releases'; readonly at: number; readonly name: string; readonly verb: string };

export function tableVocabulary(): Vocabulary {
  const kinds = new Map(allKinds.map(each => [each.id, each]));
  return {
    modules: new Map(allModules.filter(givesResources).flatMap(module => plainNames(module).map(name => [name, beginnings(module, kinds)] as const))),
    globals: [...allGlobals].filter(([, row]) => acquiredBy(row).length > 0).map(([name]) => name),
    pairs: allPairs,
    verbs: Object.keys(beliefVerbs),
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

function beginnings(module: ModuleModel, kinds: ReadonlyMap<KindId, ResourceKind>): readonly string[] {
  const acquired = new Set(Object.values(module.exports).flatMap(acquiredBy));
  const methods = [...acquired].flatMap(id => Object.entries(kinds.get(id)?.methods ?? {}));
  return [...new Set(methods.filter(([, row]) => row.receiver === 'begins').map(([name]) => name))];
}

export function createInterest({ modules, globals, pairs, verbs }: Vocabulary): Interest {
  const name = String.raw`[\w$]+`;
  // A quoted name counts after `from`, `import` and an opening bracket: `require('net')`, `import('net')`, `load("net")`.
  const imported = `(?:[(]\\s*|\\bfrom\\s*|\\bimport\\s*)(['"\`])(?:node:)?(${anyOf([...modules.keys()])})\\1`;
  const global = `\\b(?:${anyOf(globals)})\\b`;
  const acquired = `[.]\\s*(${anyOf(pairs.map(pair => pair.acquire))})\\s*(?:[?][.]\\s*)?[(]`;
  const released = `\\b(${name})\\s*[?!]?[.]\\s*(${anyOf(verbs)})\\s*(?:[?][.]\\s*)?[(]`;
  const search = [imported, global, acquired, released].map(source => new RegExp(source));

  return {
    interesting: text => search.some(each => each.test(text)),
    marks(text) {
      const marks: Mark[] = [];
      const begins = new Set<string>();
      for (const match of text.matchAll(new RegExp(imported, 'g'))) {
        marks.push({ kind: 'imports', at: match.index });
        for (const method of modules.get(match[2] ?? '') ?? []) begins.add(method);
      }
      const calls = [...begins, ...pairs.filter(pair => isInView(pair, text)).map(pair => pair.acquire)];
      if (calls.length > 0) marks.push(...acquisitions(text, `[.]\\s*(?:${anyOf(calls)})\\s*(?:[?][.]\\s*)?[(]`));
      marks.push(...acquisitions(text, global));
      for (const match of text.matchAll(new RegExp(released, 'g'))) {
        marks.push({ kind: 'releases', at: match.index, name: match[1] ?? '', verb: match[2] ?? '' });
      }
      return marks;
    },
  };
}

function acquisitions(text: string, source: string): Mark[] {
  return Array.from(text.matchAll(new RegExp(source, 'g')), match => ({ kind: 'acquires', at: match.index }));
}

/** A name that proves nothing by itself counts only beside one of its releases. */
function isInView(pair: PairModel, text: string): boolean {
  return pair.needs !== 'release-in-view' || pair.release.some(release => text.includes(`.${release}(`));
}

/** Longer names first, so that none is cut short by another; matches nothing when there is none. */
function anyOf(names: readonly string[]): string {
  if (names.length === 0) return '(?!)';
  return [...new Set(names)]
    .sort((left, right) => right.length - left.length || (left < right ? -1 : 1))
    .map(each => each.replace(/[$.*+?^(){}|[\]\\/]/g, String.raw`\$&`))
    .join('|');
}
