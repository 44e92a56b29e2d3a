/**
 * Words by which belief recognises a connection: an unknown call's result that the function itself closes is owed on
 * failure too, and the names tell what kind of thing it is.
 *
 * A span, a spinner or a file is ended and closed in the same way; without one of these words nothing is claimed.
 */
import type { Family } from './types.ts';

export interface Evidence {
  readonly words: RegExp;
  readonly noun: string;
  readonly family: Family;
}

/** Names are split into words at case changes and underscores before they are looked up. The first row that fits decides. */
export const evidence: readonly Evidence[] = [
  { words: /^(?:server|listener)$/, noun: 'server', family: 'server' },
  { words: /^(?:slot|lease|permit|semaphore|mutex|lock|limiter|ticket|token)s?$/, noun: 'slot', family: 'slot' },
  { words: /^(?:runner|pool|pooled)$/, noun: 'connection', family: 'slot' },
  { words: /^(?:sock|socket|websocket|ws|tcp|udp|tls|ssl)$/, noun: 'socket', family: 'socket' },
  { words: /^(?:conn|connection|transport|tunnel|link|peer)$/, noun: 'connection', family: 'socket' },
  { words: /^(?:client|session|channel|redis|mongo|amqp|ssh|sftp|ftp|smtp|imap|ldap|mqtt|kafka|nats)$/, noun: 'client', family: 'socket' },
  { words: /^(?:stream)$/, noun: 'stream', family: 'slot' },
];

/** Words that name something else although one of the words above stands beside them. */
export const otherThings = /^(?:mock|fake|stub|span|file|fd|write|read|handle|zip|archive|spinner|progress|timer|interval|readline|rl|dialog|modal|menu|popup|window|editor|cursor|reader|writer|watcher|observer|subscription|trace|tracer|storage|cache|string|buffer|canvas|context|element|process|child|worker|thread)$/;

/** What ends such a thing, and whether ending it with this verb says that it was a slot of a pool. */
export const beliefVerbs: Readonly<Record<string, { readonly slot: boolean }>> = {
  release: { slot: true },
  destroy: { slot: false },
  disconnect: { slot: false },
  terminate: { slot: false },
  quit: { slot: false },
  end: { slot: false },
  close: { slot: false },
  closeAsync: { slot: false },
  leave: { slot: true },
  unlock: { slot: true },
  abort: { slot: false },
  dispose: { slot: false },
};

/** Who lends something. */
export const poolWords = /^(?:pool|pools|limit|limiter|limiters|sem|semaphore|mutex|lock|locks|bulkhead|throttle|throttler|bucket|gate|queue|slots|permits|connections?|tokens|quota|budget|rate)$/;

/** Calls that lend something of a pool: what their result is called when it is closed is a slot. */
export const poolNames = /^(?:get(?:Connection|Client|Session|Resource)|(?:acquire|checkout|checkOut|obtain|borrow)(?:Connection|Client|Session|Resource)?)$|QueryRunner$/;

/** Said of a pool, these lend as well; said of anything else they open. */
export const lendingVerbs = /^(?:connect|get|acquire|take|client|connection)$/;

/** Methods with which such a thing begins: where one rejects, nothing has begun. `login` is not here: it speaks over what is open. */
export const beliefBeginnings: ReadonlySet<string> = new Set(['connect', 'open', 'start', 'listen']);
