import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { makeGroup } from '../../faults/delivery/crowd.ts';
import { uuidOf } from '../../faults/harness/polls.ts';
import { lockText } from '../../server/kernel/secrets.ts';
import { citizenId } from './citizens.ts';
import type { Stage } from './stage.ts';

/** Creates a group of the first `count` citizens, who have chosen to get its posts by e-mail; returns its global id. */
export async function gatherReaders(stage: Stage, count: number): Promise<string> {
  const groupId = await makeGroupOf(stage, 'Lesekreis', 0, count);
  await stage.postgres.execute(
    stage.database,
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
     select gen_random_uuid(), person_id, 'GROUP', group_id, 'EMAIL', 'NOW' from membership
     where group_id = '${uuidOf(groupId)}'`,
  );
  return groupId;
}

const perStatement = 100; // psql gets a statement as an argument, of at most 128 kB

/**
 * Creates a group of the `count` citizens after the readers, each with a device at the push service; returns its global
 * id.
 */
export async function gatherDevices(stage: Stage, count: number, pushOrigin: string): Promise<string> {
  const { postgres, database } = stage;
  const groupId = await makeGroupOf(stage, 'Nachbarn', count, count);
  const [installation] = await postgres.rows<{ secret: string }>(database, 'select secret from installation');
  const p256dh = createECDH('prime256v1').generateKeys('base64url');
  for (let first = 0; first < count; first += perStatement) {
    const rows = Array.from({ length: Math.min(perStatement, count - first) }, (_, n) => {
      const id = randomUUID();
      const endpoint = `${pushOrigin}/wpush/v2/${id}`;
      const subscription = JSON.stringify({ endpoint, p256dh, auth: randomBytes(16).toString('base64url') });
      const locked = lockText(installation?.secret ?? '', id, subscription);
      return `('${id}', '${citizenId(count + first + n)}', 'PUSH', '${locked}', '${id}', now())`;
    });
    await postgres.execute(
      database,
      `insert into contact (id, recipient_id, channel, address, address_hash, verified_at) values ${rows.join(',')}`,
    );
  }
  return groupId;
}

/** Creates a group of the `count` citizens from the `first` on. */
async function makeGroupOf(stage: Stage, name: string, first: number, count: number): Promise<string> {
  const { postgres, database, town, writingServer } = stage;
  const { admin, municipalityId } = town;
  const groupId = await makeGroup({ postgres, database, port: writingServer.port, admin, municipalityId }, name);
  await postgres.execute(
    database,
    `insert into membership (group_id, person_id) select '${uuidOf(groupId)}', id from person
     where id >= '${citizenId(first)}' and id < '${citizenId(first + count)}'`,
  );
  await postgres.execute(database, 'vacuum analyze');
  return groupId;
}
