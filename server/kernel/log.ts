import { pino, type Logger } from 'pino';

export type Log = Logger;

/**
 * Writes JSON lines to stdout. Never log addresses, names, texts, tokens, cookies or IP addresses of people; the
 * redaction only limits the damage of a mistake.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['email', '*.email', 'token', '*.token', 'code', '*.code', 'req.headers', 'data.to', 'to'],
  });
}
