import type { TestServer } from './server.ts';

type Send = () => unknown;
type Given = readonly unknown[];
type Sender = (...given: Given) => unknown;

/**
 * Calls `around` for each statement of every connection of the ORM, with its text and a function that sends it. The
 * jobs' own client is not included. The result undoes the wrapping.
 */
export async function aroundStatements(
  { services, config }: Pick<TestServer, 'services' | 'config'>,
  around: (text: string, send: Send) => unknown,
): Promise<() => void> {
  const connection = services.em.getConnection();
  const undo = [wrap(connection, 'execute', around)];
  // Frequent statements are sent by name and bypass the ORM.
  if (config.databaseUrl !== undefined)
    undo.push(wrap((await connection.getNativeClient()) as object, 'query', around));
  return () => {
    for (const one of undo) one();
  };
}

/** Statements that are sent while `work` runs. */
export async function statementsOf(app: TestServer, work: () => Promise<unknown>): Promise<string[]> {
  await app.services.machine.stop(); // its probes are statements too
  const sent: string[] = [];
  const stop = await aroundStatements(app, (text, send) => {
    if (!isWake(text)) sent.push(text);
    return send();
  });
  try {
    await work();
  } finally {
    stop();
  }
  return sent;
}

/** Whether it is the question which queues have due jobs, which a timer asks every second. */
function isWake(text: string): boolean {
  return text.trimStart().startsWith('select q.name from json_array_elements_text');
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
