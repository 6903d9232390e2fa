import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { PoolClient } from 'pg';
import { Redis } from 'ioredis';
import { findPerson, pool } from './people.ts';
import { isListening, setting } from './schema.ts';

/**
 * A server without GraphQL that stores answers to a slot: the statements of the product over `pg`, one transaction for each
 * answer, without its rules, limits and live updates.
 */
interface Body {
  readonly variables: {
    readonly input: { readonly slotId: string; readonly answer: string; readonly companions: number };
  };
}

const redis = new Redis(setting('REDIS_URL'));

const readableSql = `
select 1 from slot s join occurrence o on o.id = s.occurrence_id join event e on e.id = o.event_id
join municipality t on t.id = e.municipality_id and 'CALENDAR' = any(t.modules)
join event_group x on x.event_id = e.id join "group" g on g.id = x.group_id
left join membership m on m.group_id = g.id and m.person_id = $2
where s.id = $1 and e.state = 'PUBLISHED' and (g.join_policy = 'OPEN' or m.person_id is not null) limit 1`;
const lockSql = 'select id from slot where id = $1 for update';
const slotSql = `
select s.kind, s.capacity, s.taken, s.municipality_id, o.id as occurrence_id, e.id as event_id, e.state as event_state,
  e.max_companions, extract(epoch from e.answers_until)::float8 * 1000 as answers_until, o.state,
  extract(epoch from o.starts_at)::float8 * 1000 as starts_at, extract(epoch from o.ends_at)::float8 * 1000 as ends_at
from slot s join occurrence o on o.id = s.occurrence_id join event e on e.id = o.event_id where s.id = $1`;
const ownSql = `select answer, companions, name, waiting_since is not null as is_waiting
  from attendance where slot_id = $1 and recipient_id = $2`;
const nameSql = `
select coalesce((select a.name from attendance a where a.recipient_id = $1 and a.municipality_id = $2 and a.name <> ''
  order by a.updated_at desc limit 1), p.display_name, '') as name from person p where p.id = $1`;
const storeSql = `
insert into attendance as a (id, municipality_id, slot_id, recipient_id, name, answer, companions, reminder, reminder_since,
  created_at, updated_at)
values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, 'NONE', now(), now(), now())
on conflict (slot_id, recipient_id) do update set answer = excluded.answer, companions = excluded.companions,
  name = excluded.name, updated_at = now()`;
const takeSql = 'update slot set taken = $2, capacity = $3 where id = $1';
const versionSql = `insert into topic_version (topic, version) values ($1, 1)
  on conflict (topic) do update set version = topic_version.version + 1 returning topic, version::int`;

interface Row {
  readonly taken: number;
  readonly capacity: number | null;
  readonly municipality_id: string;
  readonly occurrence_id: string;
}

createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
}).listen(Number(setting('PORT')), '127.0.0.1', isListening);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { input } = (JSON.parse(Buffer.concat(chunks).toString()) as Body).variables;
  const person = await findPerson(request.headers.cookie);
  const slotId = Buffer.from(input.slotId, 'base64url').toString().split(':')[1] ?? '';
  if (person === undefined) throw new Error('UNAUTHENTICATED');
  const { rowCount } = await pool.query({ name: 'readable', text: readableSql, values: [slotId, person] });
  if (rowCount === 0) throw new Error('NOT_FOUND');
  const client = await pool.connect();
  try {
    await client.query('begin');
    await store(client, slotId, person, input);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"data":{"answerEvent":{"userErrors":[]}}}');
}

async function store(client: PoolClient, slotId: string, person: string, input: Body['variables']['input']) {
  await client.query({ name: 'lock', text: lockSql, values: [slotId] });
  const { rows } = await client.query<Row>({ name: 'slot', text: slotSql, values: [slotId] });
  const [slot] = rows;
  if (slot === undefined) throw new Error('NOT_FOUND');
  const { municipality_id: town, capacity, taken, occurrence_id: occurrence } = slot;
  const own = await client.query({ name: 'own', text: ownSql, values: [slotId, person] });
  if (own.rowCount !== 0) throw new Error('this peer takes first answers only');
  const named = await client.query<{ name: string }>({ name: 'name', text: nameSql, values: [person, town] });
  const stored = [town, slotId, person, named.rows[0]?.name ?? '', input.answer, input.companions];
  await client.query({ name: 'store', text: storeSql, values: stored });
  await client.query({ name: 'take', text: takeSql, values: [slotId, taken + 1 + input.companions, capacity] });
  const topic = `eventSeats:${occurrence}`;
  const raised = await client.query<object>({ name: 'version', text: versionSql, values: [topic] });
  void redis.publish(topic, JSON.stringify(raised.rows[0]));
}
