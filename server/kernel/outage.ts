/**
 * Error codes of a database that is temporarily unavailable: unreachable, disconnected, starting, stopping, out of
 * connections (https://www.postgresql.org/docs/current/errcodes-appendix.html, classes 08, 53, 57).
 */
const outageCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  '08000',
  '08001',
  '08003',
  '08006',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
]);
/** Messages of driver errors without a code. */
const outageTexts =
  /^(Connection terminated|Connection ended|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether the error is temporary: the database is unavailable, and the request itself is not at fault. */
export function isOutage(error: Error): boolean {
  if ('code' in error && typeof error.code === 'string' && outageCodes.has(error.code)) return true;
  if (outageTexts.test(error.message)) return true;
  return error.cause instanceof Error && isOutage(error.cause);
}
