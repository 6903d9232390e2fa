import type { PGlite } from '@electric-sql/pglite';

/**
 * Calls `end` when PGlite reports a PANIC, for example because the write-ahead log finds no space. PostgreSQL ends its
 * process then; PGlite would answer the next statement wrongly or never, and hold up the whole process.
 */
export function watchPanics(client: Pick<PGlite, 'execProtocol' | 'execProtocolStream'>, end: () => void): void {
  const execProtocol = client.execProtocol.bind(client);
  const execProtocolStream = client.execProtocolStream.bind(client);
  client.execProtocol = (...statement) => execProtocol(...statement).catch(look);
  client.execProtocolStream = (...statement) => execProtocolStream(...statement).catch(look);

  function look(error: unknown): never {
    if (error instanceof Error && 'severity' in error && error.severity === 'PANIC') end();
    throw error;
  }
}
