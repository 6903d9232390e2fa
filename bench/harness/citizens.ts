import { createHash, randomBytes } from 'node:crypto';
import { clientIp } from '../../faults/harness/people.ts';
import type { Postgres } from '../../faults/harness/postgres.ts';
import type { TownSql } from './checkout.ts';

export interface Citizen {
  readonly cookie: string;
  readonly ip: string;
}

const perStatement = 1000;

/** Inserts people and their sessions into the database of one installation and returns them. */
export async function insertCitizens(
  postgres: Postgres,
  database: string,
  sql: TownSql,
  count: number,
): Promise<Citizen[]> {
  const tokens = Array.from({ length: count }, () => randomBytes(32).toString('base64url'));
  const rows = tokens.map((token, n) => ({
    id: citizenId(n),
    tokenHash: createHash('sha256').update(token).digest('base64url'),
  }));
  for (let n = 0; n < count; n += perStatement) {
    await postgres.execute(database, sql.insertCitizens(rows.slice(n, n + perStatement)));
  }
  await postgres.execute(database, 'vacuum analyze');
  return tokens.map((token, n) => ({ cookie: `session=${token}`, ip: clientIp(n) }));
}

/** Id of the n-th citizen. Ids ascend, so that statements can select ranges such as "all after the first thousand". */
export function citizenId(n: number): string {
  return `b0000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}
