/**
 * Which calls throw, for callees that own nothing. Purpose: `exceptions: 'likely'` counts what fails for its input's sake
 * (parsing, decoding, validation, synchronous files) and never what only fails for a programming mistake.
 * Guarantee: a row of a full path is knowledge; an answer by the shape of a name is marked as a guess.
 * Not handled: getters, implicit conversions; a function handed in by the caller throws whatever its name is.
 */
import { docs, keepsFrom, looksAt, spec } from './rows.ts';
import type { CallModel, ExportModel, ModuleModel } from './types.ts';

type Throws = CallModel['throws'];

const call = (doc: string, throws: Throws): ExportModel => ({ call: looksAt(doc, throws) });
const both = (doc: string, throws: Throws): ExportModel => ({ call: looksAt(doc, throws), construct: looksAt(doc, throws) });

const keeps = (name: string): ExportModel => {
  const row: CallModel = { throws: 'never', args: keepsFrom(0), doc: spec(name) };
  return { call: row, construct: row };
};

const table = (names: readonly string[], row: (name: string) => ExportModel): Readonly<Record<string, ExportModel>> =>
  Object.fromEntries(names.map((name) => [name, row(name)]));

/** Their input decides, and input comes from outside. */
const byInput = [
  'JSON.parse', 'decodeURIComponent', 'decodeURI', 'atob', 'structuredClone', 'BigInt', 'Buffer.alloc', 'Buffer.allocUnsafe',
  'Buffer.allocUnsafeSlow', 'eval', 'process.chdir', 'process.kill', 'process.setuid', 'process.setgid',
];
const constructedByInput = ['URL', 'RegExp', 'Function', 'URLPattern', 'WebAssembly.Module', 'WebAssembly.Instance'];

/** They throw on arguments of the wrong type or range only. */
const byMistake = [
  'JSON.stringify', 'Buffer.from', 'Buffer.concat', 'Buffer.compare', 'encodeURIComponent', 'encodeURI', 'btoa', 'require',
  'Object.setPrototypeOf', 'String.fromCodePoint', 'Symbol.keyFor', 'process.hrtime', 'process.emitWarning',
];

const neverThrow = [
  'Date', 'Date.now', 'Date.parse', 'Date.UTC', 'Boolean', 'Number', 'String', 'Symbol', 'parseInt', 'parseFloat', 'isNaN', 'isFinite',
  'Number.isInteger', 'Number.isSafeInteger', 'Number.isFinite', 'Number.isNaN', 'Number.parseInt', 'Number.parseFloat', 'String.raw',
  'String.fromCharCode', 'Array.isArray', 'Object.is', 'Object.keys', 'Object.isFrozen', 'Object.hasOwn', 'Object.getPrototypeOf', 'Object.getOwnPropertyNames', 'Symbol.for',
  'Reflect.has', 'Reflect.get', 'Reflect.ownKeys', 'Buffer.isBuffer', 'Buffer.isEncoding', 'Buffer.byteLength', 'ArrayBuffer.isView',
  'URL.canParse', 'performance.now', 'performance.mark', 'crypto.randomUUID', 'process.hrtime.bigint', 'process.uptime',
  'process.cwd', 'process.memoryUsage', 'process.on', 'process.once', 'process.off', 'process.addListener', 'process.removeListener',
  'AbortSignal.timeout', 'AbortSignal.any', 'AbortSignal.abort', 'Error.captureStackTrace',
];

/** Their result contains what they are given. */
const keeping = [
  'Array.of', 'Array.from', 'Object.assign', 'Object.freeze', 'Object.seal', 'Object.create', 'Object.values', 'Object.entries', 'Object.fromEntries',
  'Object.defineProperty', 'Object.defineProperties', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Array', 'Object', 'Proxy',
];

const constructedSafely = [
  'Date', 'Error', 'TypeError', 'RangeError', 'SyntaxError', 'AggregateError',
  'AbortController', 'EventTarget', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'Uint8Array', 'FinalizationRegistry', 'Headers', 'FormData',
  'DisposableStack', 'AsyncDisposableStack',
];

const consoleMethods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table', 'time', 'timeEnd', 'timeLog', 'group', 'groupEnd', 'count', 'assert'];

const mathMethods = [
  'abs', 'ceil', 'floor', 'round', 'trunc', 'sign', 'min', 'max', 'pow', 'sqrt', 'cbrt', 'exp', 'log', 'log2', 'log10', 'log1p', 'hypot', 'random',
  'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'clz32', 'imul', 'fround',
];

export const throwingGlobals: Readonly<Record<string, ExportModel>> = {
  ...table(byInput, (name) => call(spec(name), 'likely')),
  ...table(byMistake, (name) => call(spec(name), 'unlikely')),
  ...table(constructedSafely, (name) => both(spec(name), 'never')),
  ...table(neverThrow, (name) => both(spec(name), 'never')),
  ...table(keeping, keeps),
  /** Whoever has the reference gets at what it refers to, and may close it. */
  WeakRef: { construct: { throws: 'never', returns: { argument: 0 }, doc: spec('WeakRef') } },
  ...table(constructedByInput, (name) => both(spec(name), 'likely')),
  ...table(consoleMethods.map((name) => `console.${name}`), (name) => call(docs('console', name), 'never')),
  ...table(mathMethods.map((name) => `Math.${name}`), (name) => call(spec(name), 'never')),
};

const assertRow: ExportModel = { call: looksAt(docs('assert', 'assert()'), 'likely') };

/** The whole module throws: the empty path is the module called as a function. */
export const assertModule: ModuleModel = {
  names: ['assert', 'node:assert', 'assert/strict', 'node:assert/strict'],
  exports: table(
    ['', 'ok', 'equal', 'notEqual', 'strictEqual', 'notStrictEqual', 'deepEqual', 'deepStrictEqual', 'notDeepStrictEqual', 'match', 'doesNotMatch',
      'throws', 'doesNotThrow', 'fail', 'ifError', 'strict', 'partialDeepStrictEqual'],
    () => assertRow,
  ),
};

/** Reading past the end of a buffer throws, and how much has arrived is up to the peer. */
const bufferReads = [
  'readUInt8', 'readUint8', 'readInt8', 'readUInt16BE', 'readUInt16LE', 'readUint16BE', 'readUint16LE', 'readInt16BE', 'readInt16LE',
  'readUInt32BE', 'readUInt32LE', 'readUint32BE', 'readUint32LE', 'readInt32BE', 'readInt32LE', 'readUIntBE', 'readUIntLE', 'readIntBE', 'readIntLE',
  'readBigUInt64BE', 'readBigUInt64LE', 'readBigInt64BE', 'readBigInt64LE', 'readFloatBE', 'readFloatLE', 'readDoubleBE', 'readDoubleLE',
];
const knownMethods: ReadonlySet<string> = new Set(bufferReads);

/** First words of names whose work it is to refuse bad input. */
const refusingWords: ReadonlySet<string> = new Set(['assert', 'validate', 'parse', 'decode', 'deserialize', 'unmarshal', 'ensure']);
/** Names of those shapes which answer instead of throwing. */
const harmless: ReadonlySet<string> = new Set(['parseInt', 'parseFloat', 'existsSync', 'spawnSync']);

/** `new ProgressEvent(…)`, `new TimeoutError(…)`: values that are made to be told, of whatever class. */
export const constructsSafely = (name: string): boolean => /(?:Event|Error|Exception)$/.test(name);

export interface NamedThrower {
  readonly throws: 'likely';
  /** False where the name belongs to one known method; true where only its shape speaks. */
  readonly guess: boolean;
}

/** What the last part of a callee's name says about throwing, for a callee nothing else is known of. */
export function throwsByName(name: string): NamedThrower | null {
  if (harmless.has(name)) return null;
  if (knownMethods.has(name) || /^[a-z]\w*Sync$/.test(name)) return { throws: 'likely', guess: false };
  const word = /^[a-z]+/.exec(name)?.[0];
  return word !== undefined && refusingWords.has(word) ? { throws: 'likely', guess: true } : null;
}
