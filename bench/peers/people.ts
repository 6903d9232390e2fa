import { createHash } from 'node:crypto';
import { Pool } from 'pg';
import { setting } from './schema.ts';

/** The product's look-ups for a socket and a subscription, as one prepared statement each. */
export const pool = new Pool({ connectionString: setting('DATABASE_URL') });

/**
 * Whether the peer reads sessions and permissions. Without look-ups nobody is signed in and everybody may subscribe.
 */
const looksUp = process.env.LOOK_UP === 'yes';

const sessionSql = `
select s.person_id, least(s.expires_at, now() + interval '30 days') as expires_at,
  (select coalesce(json_agg(json_build_object('role', r.role, 'municipalityId', r.municipality_id)), '[]')
   from role r where r.person_id = s.person_id) as roles
from session s where s.token_hash = $1 and s.expires_at > now()`;

/** Id of the person with this session cookie; undefined without a valid session. */
export async function findPerson(cookies: string | undefined): Promise<string | undefined> {
  const token = /session=([^;]+)/.exec(cookies ?? '')?.[1];
  if (token === undefined || !looksUp) return undefined;
  const hash = createHash('sha256').update(token).digest('base64url');
  const { rows } = await pool.query<{ person_id: string }>({ name: 'session', text: sessionSql, values: [hash] });
  return rows[0]?.person_id;
}

const standingSql = `
select p.results_visibility, g.join_policy = 'OPEN' or m.person_id is not null as may_see,
  p.post_id is null or w.state = 'PUBLISHED' as is_published, t.person_id is not null as has_voted,
  'POLLS' = any(town.modules) as is_switched_on
from poll p
join municipality town on town.id = p.municipality_id
join "group" g on g.id = p.group_id
left join post w on w.id = p.post_id
left join membership m on m.group_id = p.group_id and m.person_id = $2
left join participation t on t.poll_id = p.id and t.person_id = $2
where p.id = $1`;

interface Standing {
  readonly may_see: boolean;
  readonly is_published: boolean;
  readonly is_switched_on: boolean;
}

/** Throws if the person may not subscribe to this poll. */
export async function requireStanding(globalId: string, person: string | undefined): Promise<void> {
  if (!looksUp) return;
  const [, id] = Buffer.from(globalId, 'base64url').toString().split(':');
  const { rows } = await pool.query<Standing>({ name: 'standing', text: standingSql, values: [id, person ?? null] });
  const [standing] = rows;
  if (standing?.may_see !== true || !standing.is_published || !standing.is_switched_on) throw new Error('NOT_FOUND');
}
