import pg from 'pg';
import { LinkError } from '#sync/core/protocol.ts';
import type { LinkFailure } from '#sync/core/protocol.ts';

const BY_CODE: ReadonlyMap<string, LinkFailure> = new Map([
  ['HF001', 'revoked'],
  ['28000', 'revoked'],
  ['28P01', 'revoked'],
  ['HF002', 'standby'],
  ['25006', 'standby'],
  ['HF006', 'forgotten'],
  ['40001', 'busy'],
  ['40P01', 'busy'],
  ['55P03', 'busy'],
  ['57014', 'busy'],
]);

const BY_CLASS: ReadonlyMap<string, LinkFailure> = new Map([
  ['53', 'busy'],
  ['08', 'unreachable'],
  ['57', 'unreachable'],
]);

function meaningOf(code: string): LinkFailure {
  return BY_CODE.get(code) ?? BY_CLASS.get(code.slice(0, 2)) ?? 'broken';
}

/**
 * An error of a connection as the engine must see it, the original as its `cause`; bugs of our own
 * pass through unchanged.
 */
export function asLinkError(error: unknown): Error {
  if (error instanceof LinkError) return error;
  const mapped = translate(error);
  if (mapped !== error) mapped.cause = error;
  return mapped;
}

function translate(error: unknown): Error {
  if (error instanceof pg.DatabaseError) {
    const code = error.code ?? 'unknown';
    const failure = meaningOf(code);
    // The server's own message quotes values; only ours is safe to show.
    return new LinkError(failure, code, code.startsWith('HF') ? error.message : `central: ${code}`);
  }
  if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) {
    return error;
  }
  const code = networkCode(error);
  const refusedTls = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);
  return new LinkError(refusedTls ? 'untrusted' : 'unreachable', code, `central: ${code}`);
}

/** True when the connection can carry another call after this error. */
export function isUsableAfter(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError &&
    error.severity === 'ERROR' &&
    meaningOf(error.code ?? '') !== 'unreachable'
  );
}

// pg raises plain errors without a code for its timeouts and for connections that end.
function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'connection_lost';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (/does not support SSL/.test(error.message)) return 'NO_SSL';
  return /timeout/i.test(error.message) ? 'timeout' : 'connection_lost';
}
