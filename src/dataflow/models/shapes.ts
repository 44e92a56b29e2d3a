/**
 * Events and calls whose listener is known by its shape, on something nothing else is known of: a server that came from another
 * file, a field that a framework fills, one of several protocols.
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

export interface ShapedCall {
  readonly method: string;
  /** The file imports one of these modules. */
  readonly modules: readonly string[];
  /** The listener takes this parameter and no other. */
  readonly parameter: ParameterModel;
  /** It is declared with a type of this name, or one of these members is used. */
  readonly type: string;
  readonly uses: readonly string[];
  readonly doc: string;
}

export const shapedCalls: readonly ShapedCall[] = [
  {
    method: 'request',
    modules: ['http', 'https'],
    parameter: { index: 0, resource: 'http.ClientResponse' },
    type: 'IncomingMessage',
    uses: ['statusCode', 'statusMessage', 'rawHeaders', 'httpVersion'],
    doc: judged('where both protocols are at hand one of them is chosen; other clients give their callbacks an error first, or a `status`'),
  },
];
