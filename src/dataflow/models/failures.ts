/**
 * Codes of errors that a connection has only once it is gone. Purpose: who returns early on one of them closes nothing, because
 * nothing is open. Guarantee: none of these is told by a parser or by code of a program. Not here: `ETIMEDOUT` and `ECONNREFUSED`, which
 * also speak of another connection than the one at hand.
 */
export const goneCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE']);
