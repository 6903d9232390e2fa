import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { lockText } from '../../server/kernel/secrets.ts';
import { uuidOf } from '../harness/polls.ts';
import type { Crowd, Place } from './crowd.ts';

const perStatement = 100; // psql gets a statement as an argument, of at most 128 kB

/** Database of the people. */
export type Where = Pick<Place, 'postgres' | 'database'>;

/** Ids of the members of a crowd who get its news. */
export async function membersOf({ postgres, database }: Where, { groupId }: Crowd): Promise<readonly string[]> {
  const members = `select person_id as id from membership where group_id = '${uuidOf(groupId)}'
    and person_id in (select recipient_id from preference)`;
  return (await postgres.rows<{ id: string }>(database, members)).map(({ id }) => id);
}

/** Gives each of these people a device at the push service of this origin; returns the path of each. */
export async function insertDevices(
  where: Where,
  personIds: readonly string[],
  origin: string,
): Promise<readonly string[]> {
  const p256dh = createECDH('prime256v1').generateKeys('base64url');
  const contacts = personIds.map((personId) => {
    const id = randomUUID();
    const auth = randomBytes(16).toString('base64url');
    return { personId, id, address: JSON.stringify({ endpoint: origin + pathOf(id), p256dh, auth }) };
  });
  await insertContacts(where, 'PUSH', contacts);
  return contacts.map(({ id }) => pathOf(id));
}

function pathOf(id: string): string {
  return `/wpush/v2/${id}`;
}

/** Contact of a person with its address in the clear. */
interface NewContact {
  readonly personId: string;
  readonly id: string;
  readonly address: string;
}

/** Inserts verified contacts of a channel. */
export async function insertContacts(
  { postgres, database }: Where,
  channel: string,
  contacts: readonly NewContact[],
): Promise<void> {
  const [installation] = await postgres.rows<{ secret: string }>(database, 'select secret from installation');
  const rows = contacts.map(({ personId, id, address }) => {
    const locked = lockText(installation?.secret ?? '', id, address);
    return `('${id}', '${personId}', '${channel}', '${locked}', '${id}', now())`;
  });
  const insert = 'insert into contact (id, recipient_id, channel, address, address_hash, verified_at) values';
  for (let n = 0; n < rows.length; n += perStatement)
    await postgres.execute(database, `${insert} ${rows.slice(n, n + perStatement).join(',')}`);
}
