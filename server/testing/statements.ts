import type { TestServer } from './server.ts';

type Send = () => unknown;
type Given = readonly unknown[];
type Sender = (...given: Given) => unknown;

/**
 * Puts `around` between the ORM and its database, on whichever connection: it gets each statement's text and what sends it.
 * Jobs have a client of their own. Call the result to take it away.
 */
export async function aroundStatements(
  { services, config }: Pick<TestServer, 'services' | 'config'>,
  around: (text: string, send: Send) => unknown,
): Promise<() => void> {
  const connection = services.em.getConnection();
  const undo = [wrap(connection, 'execute', around)];
  // Hot statements are sent by name, past the ORM.
  if (config.databaseUrl !== undefined)
    undo.push(wrap((await connection.getNativeClient()) as object, 'query', around));
  return () => {
    for (const one of undo) one();
  };
}

/** Every statement that is sent while `work` runs. */
export async function statementsOf(app: TestServer, work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const stop = await aroundStatements(app, (text, send) => {
    sent.push(text);
    return send();
  });
  try {
    await work();
  } finally {
    stop();
  }
  return sent;
}

function wrap(owner: object, name: string, around: (text: string, send: Send) => unknown): () => void {
  const original = Reflect.get(owner, name) as Sender;
  Reflect.set(owner, name, (...given: Given) => around(textOf(given[0]), () => original.apply(owner, [...given])));
  return () => {
    Reflect.set(owner, name, original);
  };
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement;
  const { text } = statement as { readonly text?: unknown };
  return typeof text === 'string' ? text : JSON.stringify(statement);
}
