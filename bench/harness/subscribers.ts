import { makeGroup } from '../../faults/delivery/crowd.ts';
import { insertDevices } from '../../faults/delivery/devices.ts';
import { uuidOf } from '../../faults/harness/polls.ts';
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

/**
 * Creates a group of the `count` citizens after the readers, each with a device at the push service; returns its global
 * id.
 */
export async function gatherDevices(stage: Stage, count: number, pushOrigin: string): Promise<string> {
  const groupId = await makeGroupOf(stage, 'Nachbarn', count, count);
  const owners = Array.from({ length: count }, (_, n) => citizenId(count + n));
  await insertDevices(stage, owners, pushOrigin);
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
