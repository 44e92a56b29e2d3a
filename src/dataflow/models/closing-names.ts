/**
 * Names of methods that end an object's life. Purpose: of all methods of a class, find those whose job it is to close what its
 * fields hold. Input: a method's name. Guarantee: by whole words, so that `closeStream` and `stopTimer` are not taken for it.
 * Not handled: what the method does; that is read from its body. A name only makes a method a candidate.
 */
import { wordsOf } from './words.ts';

const verbs: ReadonlySet<string> = new Set([
  'close', 'stop', 'end', 'destroy', 'disconnect', 'dispose', 'quit', 'shutdown', 'terminate', 'teardown', 'cleanup', 'kill', 'abort', 'hangup', 'deinit', 'uninit', 'exit', 'unload', 'logout',
]);

/** What may stand beside the verb without making it the end of something else. */
const fillers: ReadonlySet<string> = new Set([
  'all', 'and', 'async', 'client', 'clients', 'connection', 'connections', 'do', 'force', 'forcefully', 'gracefully', 'immediately', 'internal', 'now', 'server',
  'shut', 'socket', 'sockets', 'sync', 'tear', 'clean', 'hang', 'down', 'up', 'transport',
]);

/** Two words that are one verb. */
const pairs: ReadonlySet<string> = new Set(['shut down', 'tear down', 'clean up', 'hang up']);

/** Called by a framework when the object goes. */
const hooks: ReadonlySet<string> = new Set(['[Symbol.dispose]', '[Symbol.asyncDispose]', 'onModuleDestroy', 'onApplicationShutdown', 'beforeApplicationShutdown', 'disconnectedCallback', 'componentWillUnmount', 'ngOnDestroy', 'deactivate']);

export function closesByName(name: string): boolean {
  if (hooks.has(name)) return true;
  const words = wordsOf(name);
  const rest = words.filter(word => !fillers.has(word));
  const [only] = rest;
  if (rest.length === 1 && only !== undefined && verbs.has(only)) return true;
  return rest.length === 0 && pairs.has(words.slice(0, 2).join(' '));
}

/** A method by which a program says that a resource shall not keep it alive: it means to let it go with the process. */
export const goesWithTheProcess = (name: string): boolean => name === 'unref';

/** `reconnect`, `reopen`, `restart`: called where something was there before. */
export const beginsAnewByName = (name: string): boolean => /^[#_]*(?:re(?:connect|open|start|dial|new|fresh|load|create|init|initialize|establish|deploy|bind|listen)|again)(?![a-z])/u.test(name);
