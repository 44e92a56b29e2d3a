/**
 * Verbs from which belief starts: what the code releases on one path, it owes on the others. Purpose: see resources no table
 * names. Guarantee: a verb is `strong` only where, said of a value, it means that something finite was held.
 * Not handled: what the method does; a method in view is judged by its body.
 *
 * Not here: `remove`, `delete`, `pop`, `unsubscribe`, `off`, `unref` (collections and listeners, not finite resources), `done`,
 * `next`, `resolve` (settling), `flush`, `drain`, `commit`, `rollback` (steps of a life, not its end), `exit` (of a process).
 */
import { firstWord } from './words.ts';

export interface ReleaseVerb {
  readonly verb: string;
  /**
   * `strong`: a resource for certain. `medium`: usually one; also said of things nobody counts (a string builder ends, a request
   * is aborted). `weak`: only together with other evidence (a known kind, a constructor, an `await` between).
   */
  readonly strength: 'strong' | 'medium' | 'weak';
  readonly why: string;
}

const verb = (name: string, strength: ReleaseVerb['strength'], why: string): ReleaseVerb => ({ verb: name, strength, why });

const table: readonly ReleaseVerb[] = [
  verb('destroy', 'strong', 'streams, sockets, agents, pools'),
  verb('destroySoon', 'strong', 'sockets'),
  verb('resetAndDestroy', 'strong', 'sockets'),
  verb('close', 'strong', 'servers, files, sessions, clients'),
  verb('closeSync', 'strong', 'files'),
  verb('release', 'strong', 'slots, locks, pooled connections'),
  verb('disconnect', 'strong', 'clients of databases and brokers'),
  verb('quit', 'strong', 'clients that say goodbye'),
  verb('terminate', 'strong', 'web sockets, workers'),
  verb('dispose', 'strong', 'explicit resource management'),
  verb('unlock', 'strong', 'locks'),
  verb('shutdown', 'strong', 'servers, clients, exporters'),
  verb('end', 'medium', 'sockets and database clients; also responses, spans and builders'),
  verb('leave', 'medium', 'semaphores; also rooms and channels'),
  verb('free', 'medium', 'slots and native memory'),
  verb('abort', 'medium', 'requests; also controllers that hold nothing'),
  verb('hangup', 'medium', 'calls'),
  verb('teardown', 'medium', 'fixtures and clients'),
  verb('detach', 'medium', 'devices and debuggers; also listeners'),
  verb('kill', 'medium', 'child processes'),
  verb('giveBack', 'medium', 'pools of objects'),
  verb('checkin', 'medium', 'pools of objects'),
  verb('checkIn', 'medium', 'pools of objects'),
  verb('stop', 'weak', 'servers; also timers, animations, recordings'),
  verb('cancel', 'weak', 'readers and bodies; also orders and tasks'),
  verb('cleanup', 'weak', 'anything'),
  verb('finish', 'weak', 'spans, builders, turns'),
  verb('logout', 'weak', 'sessions of users'),
  verb('reset', 'weak', 'HTTP/2 streams; also forms and counters'),
  verb('return', 'weak', 'pools of objects; also iterators'),
];

const byName: ReadonlyMap<string, ReleaseVerb> = new Map(table.map((row) => [row.verb, row]));

export const releaseVerbs: readonly string[] = table.map((row) => row.verb);

/** The row of a method name: `socket.destroy` by `destroy`. Exact, because `endOfLine` ends nothing. */
export function releaseVerb(name: string): ReleaseVerb | undefined {
  return byName.get(name);
}

/** First words that say of a function what it does to its argument, but of a method little about its receiver. */
const closingWords: ReadonlySet<string> = new Set(['stop', 'cleanup', 'clean', 'shut', 'tear', 'hang', 'kill', 'drop', 'discard']);

/** Of a function that is given the resource (`closeConnection(socket)`, `destroySocket(s)`): does its name say that it releases it? */
export function releasesByName(name: string): boolean {
  const word = firstWord(name);
  const row = byName.get(name) ?? byName.get(word);
  return closingWords.has(word) || (row !== undefined && row.strength !== 'weak');
}
