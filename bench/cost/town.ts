import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { clientIp } from '../../faults/harness/people.ts';
import { bareEnvironment } from '../../faults/harness/processes.ts';
import type { Citizen } from '../harness/citizens.ts';
import { type Server, startOurs } from '../harness/servers.ts';
import type { Stage } from '../harness/stage.ts';

const run = promisify(execFile);

/** Official key of the town that the demo seed fills. */
export const demoAgs = '07138073';
/** Limits are per person and minute, so the operations are distributed over this many admins. */
const adminCount = 600;

export interface DemoTown {
  readonly server: Server;
  readonly admins: readonly Citizen[];
}

/** A database of its own with the town of demo mode, filled by `npm run seed`, and the built server on it. */
export async function settleDemoTown({ product, postgres, settings, start, profile }: Stage): Promise<DemoTown> {
  const database = 'cost';
  const DATABASE_URL = await postgres.create(database);
  const DATA_DIR = join(dirname(settings.DATA_DIR ?? product), 'data-cost');
  const own = { ...settings, DATABASE_URL, DATA_DIR };
  const env = { ...bareEnvironment(), NODE_ENV: 'production', PUBLIC_URL: 'http://127.0.0.1', ...own };
  await run('npm', ['run', '--silent', 'seed', '--', '--ags', demoAgs], { cwd: product, env });
  const tokens = Array.from({ length: adminCount }, () => randomBytes(32).toString('base64url'));
  await postgres.execute(database, insertAdmins(tokens));
  await postgres.execute(database, 'vacuum analyze');
  const server = await start('cost', () => startOurs(product, own, { profile }));
  return { server, admins: tokens.map((token, n) => ({ cookie: `session=${token}`, ip: clientIp(n) })) };
}

/**
 * People with all that belongs to the admin of the town (roles, memberships) and to its first citizen (inbox): a copy of
 * each row of these two in each table with a column for a person. Sessions are new, one per token.
 */
function insertAdmins(tokens: readonly string[]): string {
  const rows = tokens.map((token) => {
    const hash = createHash('sha256').update(token).digest('base64url');
    return `('${randomUUID()}'::uuid, '${hash}')`;
  });
  return `create temporary table clone (id uuid, hash text);
   insert into clone values ${rows.join(',')};
   create temporary table model as select r.person_id as id from role r join municipality m on m.id = r.municipality_id
     where r.role = 'ADMIN' and m.ags = '${demoAgs}'
     union select id from person where email = 'citizen.${demoAgs}@demo.example';
   insert into person (id, email) select id, id || '@example.org' from clone;
   insert into recipient (id, person_id, origin) select id, id, 'ACCOUNT' from clone;
   insert into contact (id, recipient_id, channel, verified_at) select gen_random_uuid(), id, c.channel, now()
     from clone cross join (values ('INBOX'), ('EMAIL')) as c (channel);
   insert into delivery select r.* from delivery s cross join clone c
     join contact k on k.recipient_id = c.id and k.channel = s.channel cross join lateral jsonb_populate_record(
       null::delivery, to_jsonb(s) || jsonb_build_object('recipient_id', c.id, 'contact_id', k.id)) r
     where s.recipient_id in (select id from model) on conflict do nothing;
   do $$ declare t record; begin
     for t in select c.table_name, c.column_name, exists (select from information_schema.columns i
           where i.table_schema = 'public' and i.table_name = c.table_name and i.column_name = 'id') as has_id
         from information_schema.columns c where c.table_schema = 'public'
           and c.column_name in ('person_id', 'recipient_id') and c.table_name not in ('session', 'recipient', 'contact', 'delivery') loop
       execute format('insert into %1$I select r.* from %1$I s cross join clone c cross join lateral
         jsonb_populate_record(null::%1$I, to_jsonb(s) || jsonb_build_object(%2$L, c.id) || %3$s) r
         where s.%2$I in (select id from model) on conflict do nothing', t.table_name, t.column_name,
         case when t.has_id then 'jsonb_build_object(''id'', gen_random_uuid())' else '''{}''::jsonb' end);
     end loop;
   end $$;
   insert into session (id, token_hash, person_id, method, expires_at)
     select gen_random_uuid(), hash, id, 'PASSKEY', now() + interval '30 days' from clone`;
}
