import type { TestServer } from './server.ts';

/** Every statement that the ORM sends while `work` runs, on whichever connection; jobs have a client of their own. */
export async function statementsOf(app: TestServer, work: () => Promise<unknown>): Promise<string[]> {
  const connection = app.services.em.getConnection();
  const { execute } = connection;
  const sent: string[] = [];
  connection.execute = ((query: unknown, ...rest: never[]) => {
    sent.push(typeof query === 'string' ? query : JSON.stringify(query));
    return (execute as (...args: unknown[]) => unknown).call(connection, query, ...rest);
  }) as typeof execute;
  try {
    await work();
  } finally {
    connection.execute = execute;
  }
  return sent;
}
