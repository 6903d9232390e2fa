import { randomUUID } from 'node:crypto';
import { askData, type Client, type Data } from '../harness/http.ts';
import { uuidOf } from '../harness/polls.ts';
import type { Postgres } from '../harness/postgres.ts';
import type { Letter } from '../harness/mail.ts';

/** A group whose members have all chosen e-mail. */
export interface Crowd {
  readonly groupId: string;
  readonly addresses: readonly string[];
}

/** Database in which the members of a group are created, and the server and admin that create the group. */
export interface Place {
  readonly postgres: Postgres;
  readonly database: string;
  readonly port: number;
  readonly admin: Client;
  readonly municipalityId: string;
}

/**
 * Creates a group with one member per address. Members are inserted by SQL: thousands of sign-ins are not part of this
 * scenario.
 */
export async function gatherCrowd(place: Place, name: string, addresses: readonly string[]): Promise<Crowd> {
  const groupId = await makeGroup(place, name);
  const id = uuidOf(groupId);
  await place.postgres.execute(
    place.database,
    `insert into person (id, email) select gen_random_uuid(), address
       from unnest('{${addresses.join(',')}}'::text[]) address on conflict (email) do nothing;
     insert into membership (group_id, person_id) select '${id}', id from person
       where email = any('{${addresses.join(',')}}');
     ${recipientsOf(`select person_id from membership where group_id = '${id}'`)};
     insert into preference (id, recipient_id, interest, group_id, channel, mode)
       select gen_random_uuid(), person_id, 'GROUP', group_id, 'EMAIL', 'NOW' from membership where group_id = '${id}';`,
  );
  return { groupId, addresses };
}

/**
 * SQL that makes recipients with an inbox, an e-mail contact and no quiet hours, because scenarios also run at night;
 * `people` is a SELECT of the ids of accounts.
 */
function recipientsOf(people: string): string {
  return `insert into recipient (id, person_id, origin, quiet_from, quiet_to) select id, id, 'ACCOUNT', 0, 0 from person
       where id in (${people}) on conflict do nothing;
     insert into contact (id, recipient_id, channel, verified_at) select gen_random_uuid(), r.id, c.channel, now()
       from recipient r cross join (values ('INBOX'), ('EMAIL')) as c (channel) where r.id in (${people})
       on conflict do nothing`;
}

export async function makeGroup({ port, admin, municipalityId }: Place, name: string): Promise<string> {
  const facts = { picture: 'NATURE', joinPolicy: 'OPEN', publishPolicy: 'EDITORS', purpose: '' };
  const input = { ...facts, municipalityId, name, idempotencyKey: randomUUID() };
  const mutation = `mutation($input: CreateGroupInput!) { createGroup(input: $input) {
    group { id } userErrors { code path } } }`;
  const { createGroup }: Data = await askData(port, admin, mutation, { input });
  if (createGroup.group === null) throw new Error(JSON.stringify(createGroup.userErrors));
  return createGroup.group.id as string;
}

export interface Account {
  /** Number of expected letters that did not arrive. */
  readonly lost: number;
  /** Number of letters beyond the first of one message to one person. */
  readonly repeats: number;
  /** Number of pairs of message and person whose letters have different Message-IDs. */
  readonly unrecognised: number;
}

/** Compares the letters with the expected addresses per title. A letter is identified by title and recipient. */
export function countLetters(letters: readonly Letter[], expected: ReadonlyMap<string, readonly string[]>): Account {
  const ids = new Map<string, string[]>();
  for (const [title, addresses] of expected) for (const to of addresses) ids.set(`${title} ${to}`, []);
  for (const { text, to, messageId } of letters) {
    const title = [...expected.keys()].find((known) => text.includes(known));
    if (title !== undefined) ids.get(`${title} ${to}`)?.push(messageId);
  }
  const all = [...ids.values()];
  return {
    lost: all.filter((known) => known.length === 0).length,
    repeats: all.reduce((sum, known) => sum + Math.max(0, known.length - 1), 0),
    unrecognised: all.filter((known) => new Set(known).size > 1).length,
  };
}

export interface RowCounts {
  readonly open: number;
  readonly sent: number;
  readonly failed: number;
  readonly jobs: number;
}

/** Number of e-mail deliveries by state, and number of unfinished notification jobs. */
export async function countRows(postgres: Postgres, database: string): Promise<RowCounts> {
  const [counts] = await postgres.rows<RowCounts>(
    database,
    `select count(*) filter (where state in ('PENDING', 'SENDING'))::int as open,
       count(*) filter (where state = 'SENT')::int as sent, count(*) filter (where state = 'FAILED')::int as failed,
       (select count(*)::int from jobs.job where name like 'notification.%' and state < 'completed') as jobs
     from delivery where channel = 'EMAIL'`,
  );
  return counts ?? { open: 0, sent: 0, failed: 0, jobs: 0 };
}
