import { batched } from './batch.ts';
import type { Services } from './context.ts';
import type { Bus } from './live/hint.ts';

type Asker = Pick<Services, 'em' | 'bus' | 'config'>;

export interface SharedStatement<Asked, Row, Found> {
  /** Of the prepared statement: no other has it. */
  readonly name: string;
  /** Its one parameter (`?`) is the JSON array of what was asked. Rows come as the driver gives them, dates unread. */
  readonly sql: string;
  /** Asked by thousands who connect at once; see batch.ts. */
  readonly gathers?: boolean;
  /** What stands in that array for a question; the question itself, if absent. */
  ask?(asked: Asked, n: number): unknown;
  /** One answer for each question, in its order. */
  answer(rows: Row[], asked: readonly Asked[], services: Asker): Found[];
}

/**
 * A question that thousands ask: all that come at once, from whatever request of this process, share one statement, which
 * PostgreSQL plans once for each connection. On a connection of its own: not for use inside write().
 */
export function sharedStatement<Asked, Row, Found>(
  statement: SharedStatement<Asked, Row, Found>,
): (services: Asker) => (asked: Asked) => Promise<Found> {
  const readers = new WeakMap<Bus, (asked: Asked) => Promise<Found>>();
  return (services) => {
    const known = readers.get(services.bus);
    if (known !== undefined) return known;
    const { em, bus, config } = services;
    const run = runner<Row>({ em, bus, config }, statement);
    const reader = batched(async (asked: Asked[]) => {
      const rows = await run(JSON.stringify(statement.ask === undefined ? asked : asked.map(statement.ask)));
      return statement.answer(rows, asked, { em, bus, config });
    }, statement);
    readers.set(services.bus, reader);
    return reader;
  };
}

/** What we use of pg's pool, which MikroORM hands out. */
interface Pool {
  query<Row>(statement: { name: string; text: string; values: readonly unknown[] }): Promise<{ rows: Row[] }>;
}

function runner<Row>(
  { em, config }: Asker,
  { name, sql }: { name: string; sql: string },
): (parameter: string) => Promise<Row[]> {
  const connection = em.getConnection();
  if (config.databaseUrl === undefined) return (parameter) => connection.execute(sql, [parameter]);
  const text = sql.replace('?', '$1');
  return async (parameter) => {
    const pool = (await connection.getNativeClient()) as unknown as Pool;
    return (await pool.query<Row>({ name, text, values: [parameter] })).rows;
  };
}
