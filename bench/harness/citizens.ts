import { createHash, randomBytes } from 'node:crypto';
import { clientIp } from '../../faults/harness/people.ts';
import type { Postgres } from '../../faults/harness/postgres.ts';

export interface Citizen {
  readonly cookie: string;
  readonly ip: string;
}

const perStatement = 1000;

/** People and their sessions straight into the database: thousands of sign-ins are no part of any job. */
export async function insertCitizens(postgres: Postgres, database: string, count: number): Promise<Citizen[]> {
  const tokens = Array.from({ length: count }, () => randomBytes(32).toString('base64url'));
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('base64url'));
  for (let n = 0; n < count; n += perStatement) {
    const rows = hashes.slice(n, n + perStatement).map((hash, k) => `('${hash}', '${citizenId(n + k)}'::uuid)`);
    await postgres.execute(
      database,
      `with token (hash, person_id) as (values ${rows.join(',')}),
       made as (insert into person (id, email) select person_id, person_id || '@example.org' from token)
       insert into session (id, token_hash, person_id, expires_at)
         select gen_random_uuid(), hash, person_id, now() + interval '30 days' from token`,
    );
  }
  await postgres.execute(database, 'vacuum analyze');
  return tokens.map((token, n) => ({ cookie: `session=${token}`, ip: clientIp(n) }));
}

/** In the order of the citizens, so that statements can say "everybody after the first thousand". */
export function citizenId(n: number): string {
  return `b0000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}
