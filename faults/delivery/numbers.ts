import { randomUUID } from 'node:crypto';
import { uuidOf } from '../harness/polls.ts';
import type { Crowd } from './crowd.ts';
import { insertContacts, type Where } from './devices.ts';

/** Gives each of these people a number and lets the news of the crowd come to it; returns the numbers. */
export async function insertNumbers(
  where: Where,
  personIds: readonly string[],
  { groupId }: Crowd,
): Promise<readonly string[]> {
  const contacts = personIds.map((personId, n) => {
    return { personId, id: randomUUID(), address: `+49151${String(10_000_000 + n)}` };
  });
  await insertContacts(where, 'SMS', contacts);
  await where.postgres.execute(
    where.database,
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
       select gen_random_uuid(), recipient_id, 'GROUP', '${uuidOf(groupId)}', 'SMS', 'NOW' from contact where channel = 'SMS'`,
  );
  return contacts.map(({ address }) => address);
}
