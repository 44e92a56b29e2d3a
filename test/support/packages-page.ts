/**
 * The page of the documentation that says what is known of packages: made from the tables, so that it cannot say anything else.
 *
 * Input: the packages. Guarantee: each with its version, each kind that can be owed with what begins and what ends it.
 * Not handled: events that tell nothing of the end; methods that only use a resource.
 */
import type { packages } from '../../src/dataflow/models/index.ts';
import type { ExportModel, KindId, MethodModel, ResourceKind } from '../../src/dataflow/models/types.ts';

type Package = (typeof packages)[number];

export function packagesPage(all: readonly Package[]): string {
  return all.flatMap(one => [`### ${one.name} ${one.version}`, '', ...about(one), ...table(one)]).join('\n');
}

function about({ modules, note }: Package): string[] {
  const names = modules.flatMap(module => module.names).map(name => `\`${name}\``);
  return [`Imported as ${names.join(', ')}. ${note}`, ''];
}

function table(one: Package): string[] {
  const rows = one.kinds.flatMap(kind => row(kind, one));
  if (rows.length === 0) return [];
  return ['| What | Begins with | Ends with | Gone after |', '| --- | --- | --- | --- |', ...rows, ''];
}

/** Nothing for what is known for its methods only. */
function row(kind: ResourceKind, one: Package): string[] {
  const beginnings = [...exported(kind.id, one), ...lentBy(kind.id, one), ...namesOf(kind, method => method.receiver === 'begins').map(name => `then \`${name}()\``)];
  const isOwed = Object.values(kind.methods).some(method => method.receiver === 'begins') || isOpened(kind.id, one);
  if (!isOwed) return [];
  const endings = [...namesOf(kind, method => method.receiver === 'releases' || method.receiver === 'ends').map(name => `\`${name}()\``), ...takenBack(one, kind)];
  const proofs = Object.entries(kind.events).flatMap(([name, event]) => (event.then === 'closed' ? [`\`${name}\``] : []));
  return [`| ${kind.noun} | ${beginnings.join(', ')} | ${endings.join(', ')} | ${proofs.join(', ')} |`];
}

function exported(id: KindId, { modules }: Package): string[] {
  const written = modules.flatMap(({ names: [module = ''], exports }) =>
    Object.entries(exports).flatMap(([path, row]) => {
      const name = path === '' ? inCode(module) : path;
      return makes(row.construct?.acquires, id) ? [`\`new ${name}()\``] : makes(row.call?.acquires, id) ? [`\`${name}()\``] : [];
    }),
  );
  return [...new Set(written)];
}

/** A module that is itself called or constructed, as its users call it. */
const inCode = (module: string): string => module.replace(/^.*\//u, '').replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());

function lentBy(id: KindId, { kinds }: Package): string[] {
  return kinds.flatMap(lender => Object.entries(lender.methods).flatMap(([name, method]) => (makes(method.acquires, id) && lender.id !== id ? [`\`${name}()\` of a ${lender.noun}`] : [])));
}

/** Only a lender of what is handed in by name takes it back. */
function takenBack({ kinds }: Package, kind: ResourceKind): string[] {
  const lenders = kinds.filter(lender => Object.values(lender.methods).some(method => makes(method.acquires, kind.id)));
  return lenders.flatMap(lender => namesOf(lender, method => method.args?.some(argument => argument.does === 'releases') === true).map(name => `\`${name}()\` of its ${lender.noun}`));
}

const isOpened = (id: KindId, { modules, kinds }: Package): boolean =>
  modules.some(({ exports }) => Object.values(exports).some(row => opens(row, id))) || kinds.some(kind => Object.values(kind.methods).some(method => method.acquires?.state === 'open' && method.acquires.kind === id));

const opens = ({ call, construct }: ExportModel, id: KindId): boolean => [call, construct].some(model => model?.acquires?.state === 'open' && model.acquires.kind === id);

const makes = (acquires: MethodModel['acquires'], id: KindId): boolean => acquires?.kind === id;

const namesOf = ({ methods }: ResourceKind, fits: (method: MethodModel) => boolean): string[] =>
  Object.entries(methods).flatMap(([name, method]) => (fits(method) && !name.startsWith('[') ? [name] : []));
