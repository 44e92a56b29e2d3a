/**
 * Events whose listener is known by its shape, on an emitter nothing else is known of: a server that came from another
 * file, a field that a framework fills.
 *
 * Guarantee: a row claims a resource only where name, number of parameters and use leave no other reading. Not here:
 * 'connect' (clients emit it without a socket), 'stream' and 'session' (what they give is lent).
 */
import { judged } from './rows.ts';
import type { ParameterModel } from './types.ts';

export interface ShapedEvent {
  readonly event: string;
  /** The listener takes at least so many parameters. */
  readonly least: number;
  readonly parameter: ParameterModel;
  /** The listener uses one of these members of the parameter, which only such a resource has; left out: the shape is enough. */
  readonly uses?: readonly string[];
  readonly doc: string;
}

const ofSockets = ['setNoDelay', 'setKeepAlive', 'remoteAddress', 'remotePort', 'localPort', 'bytesRead', 'resetAndDestroy', 'allowHalfOpen', 'encrypted'];

export const shapedEvents: readonly ShapedEvent[] = [
  {
    event: 'upgrade',
    least: 2,
    parameter: { index: 1, resource: 'net.Socket' },
    doc: judged('only http servers and client requests emit it, both with the socket in second place'),
  },
  {
    event: 'connection',
    least: 1,
    parameter: { index: 0, resource: 'net.Socket' },
    uses: ofSockets,
    doc: judged('servers of other protocols emit it with objects of their own, which have none of these members'),
  },
  {
    event: 'secureConnection',
    least: 1,
    parameter: { index: 0, resource: 'tls.TLSSocket' },
    doc: judged('only tls servers emit it'),
  },
];
