import { batched } from './batch.ts';
import type { Services } from './context.ts';
import type { Bus } from './live/hint.ts';

type Asker = Pick<Services, 'em' | 'bus' | 'config'>;

export interface SharedStatement<Asked, Row, Found> {
  /** Name of the prepared statement; must be unique in the process. */
  readonly name: string;
  /**
   * Statement with one parameter (`?`), the JSON array of the questions. Rows come unconverted from the driver, dates
   * as text.
   */
  readonly sql: string;
  /** True for questions of thousands who connect at once; see batch.ts. */
  readonly gathers?: boolean;
  /** Element of the JSON array for a question; default: the question itself. */
  ask?(asked: Asked, n: number): unknown;
  /** Answers in the order of the questions. */
  answer(rows: Row[], asked: readonly Asked[], services: Asker): Found[];
}

/**
 * Answers concurrent questions from all requests of the process with one prepared statement, which PostgreSQL plans
 * once per connection. It uses a connection of its own, so it must not be used inside write().
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

/** Part of pg's pool that is used here; MikroORM provides the pool. */
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
