import { pino, type Logger } from 'pino';

export type Log = Logger;

/**
 * JSON lines on stdout. What may never be logged: addresses, names, texts, tokens, cookies, the IP of a person.
 * The redaction is a net below the rule, not the rule.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['email', '*.email', 'token', '*.token', 'code', '*.code', 'req.headers', 'data.to', 'to'],
  });
}
