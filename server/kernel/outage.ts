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

/** Faults of the machine that the error of a statement or of a file shows. */
export type WriteFault = 'DISK_FULL' | 'DISK_READ_ONLY' | 'DATABASE_READ_ONLY';

/** Codes of PostgreSQL and PGlite (53100, 25006) and of the file system. */
const writeFaults: ReadonlyMap<string, WriteFault> = new Map([
  ['53100', 'DISK_FULL'],
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
  ['EROFS', 'DISK_READ_ONLY'],
  ['25006', 'DATABASE_READ_ONLY'],
]);

/** Messages of driver errors without a code. */
const outageTexts =
  /^(Connection terminated|Connection ended|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/**
 * Whether the error is temporary: the database is unavailable or the machine cannot write, and the request itself is
 * not at fault.
 */
export function isOutage(error: Error): boolean {
  if ('code' in error && typeof error.code === 'string' && outageCodes.has(error.code)) return true;
  if (outageTexts.test(error.message) || writeFaultOf(error) !== undefined) return true;
  return error.cause instanceof Error && isOutage(error.cause);
}

/** Fault of the machine that made a write fail; undefined: the error has another reason. */
export function writeFaultOf(error: Error): WriteFault | undefined {
  const own = 'code' in error && typeof error.code === 'string' ? writeFaults.get(error.code) : undefined;
  if (own !== undefined) return own;
  return error.cause instanceof Error ? writeFaultOf(error.cause) : undefined;
}
