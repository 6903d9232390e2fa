import { randomUUID } from 'node:crypto';
import { lockText } from '../../server/kernel/secrets.ts';
import { makeGroup } from '../../faults/delivery/crowd.ts';
import { insertDevices } from '../../faults/delivery/devices.ts';
import { uuidOf } from '../../faults/harness/polls.ts';
import { citizenId } from './citizens.ts';
import type { Stage } from './stage.ts';

/** Creates a group of the first `count` citizens, who have chosen to get its posts by e-mail; returns its global id. */
export async function gatherReaders(stage: Stage, count: number, name = 'Lesekreis'): Promise<string> {
  const groupId = await makeGroupOf(stage, name, 0, count);
  await chooseAt(stage, groupId, ['EMAIL']);
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

/** Creates a group of the readers, each with a number to which its posts go by SMS; returns its global id. */
export async function gatherNumbers(stage: Stage, count: number): Promise<string> {
  const groupId = await makeGroupOf(stage, 'Eilige', 0, count);
  await insertNumbers(stage, 0, count);
  await chooseAt(stage, groupId, ['SMS']);
  return groupId;
}

/**
 * Creates a group of the owners of devices, who have also chosen e-mail and SMS for its posts; returns its global id.
 */
export async function gatherAll(stage: Stage, count: number): Promise<string> {
  const groupId = await makeGroupOf(stage, 'Alle Wege', count, count);
  await insertNumbers(stage, count, count);
  await chooseAt(stage, groupId, ['EMAIL', 'SMS']);
  return groupId;
}

/**
 * Makes the `count` citizens after the readers members of the town group, each with a device and a number: they get the
 * warnings of the town.
 */
export async function gatherTown(stage: Stage, count: number, pushOrigin: string): Promise<void> {
  const { postgres, database, town } = stage;
  await disperseTown(stage, count); // another job may have given them devices
  const people = Array.from({ length: count }, (_, n) => citizenId(count + n));
  await insertDevices(stage, people, pushOrigin);
  await insertNumbers(stage, count, count);
  await postgres.execute(
    database,
    `insert into membership (group_id, person_id) select '${uuidOf(town.groupId)}', id from person
     where ${rangeSql('id', count)}; ${quietLaterSql(count, count)}`,
  );
  await postgres.execute(database, 'vacuum analyze');
}

/** Takes back what `gatherTown` did, so that other jobs find the people without devices and numbers. */
export async function disperseTown({ postgres, database, town }: Stage, count: number): Promise<void> {
  await postgres.execute(
    database,
    `delete from membership where group_id = '${uuidOf(town.groupId)}' and ${rangeSql('person_id', count)};
     delete from contact where channel in ('PUSH', 'SMS') and ${rangeSql('recipient_id', count)}`,
  );
}

function rangeSql(column: string, count: number): string {
  return `${column} >= '${citizenId(count)}' and ${column} < '${citizenId(2 * count)}'`;
}

/** Lets the town send SMS for so much money that none is held back. */
export async function allowSms({ postgres, database, town }: Stage): Promise<void> {
  await postgres.execute(
    database,
    `insert into sms_settings (municipality_id, mode, budget) values ('${uuidOf(town.municipalityId)}', 'CHOSEN', 2000000000)
     on conflict (municipality_id) do update set mode = excluded.mode, budget = excluded.budget`,
  );
}

/** All members of the group get its posts by these channels as soon as they are published. */
async function chooseAt(stage: Stage, groupId: string, channels: readonly string[]): Promise<void> {
  await stage.postgres.execute(
    stage.database,
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
     select gen_random_uuid(), person_id, 'GROUP', group_id, c.channel, 'NOW' from membership
     cross join (values ${channels.map((channel) => `('${channel}')`).join(',')}) as c (channel)
     where group_id = '${uuidOf(groupId)}'`,
  );
}

const perStatement = 200; // psql gets a statement as an argument, of at most 128 kB

/** Gives each of the `count` citizens from the `first` on a confirmed mobile number. */
async function insertNumbers({ postgres, database }: Stage, first: number, count: number): Promise<void> {
  const [installation] = await postgres.rows<{ secret: string }>(database, 'select secret from installation');
  const rows = Array.from({ length: count }, (_, n) => {
    const id = randomUUID();
    const locked = lockText(installation?.secret ?? '', id, `+49151${10_000_000 + first + n}`);
    return `('${id}', '${citizenId(first + n)}', 'SMS', '${locked}', '${id}', now())`;
  });
  const insert = 'insert into contact (id, recipient_id, channel, address, address_hash, verified_at) values';
  for (let n = 0; n < rows.length; n += perStatement)
    await postgres.execute(database, `${insert} ${rows.slice(n, n + perStatement).join(',')}`);
}

/** Creates a group of the `count` citizens from the `first` on. */
async function makeGroupOf(stage: Stage, name: string, first: number, count: number): Promise<string> {
  const { postgres, database, town, writingServer } = stage;
  const { admin, municipalityId } = town;
  const groupId = await makeGroup({ postgres, database, port: writingServer.port, admin, municipalityId }, name);
  await postgres.execute(
    database,
    `insert into membership (group_id, person_id) select '${uuidOf(groupId)}', id from person
     where id >= '${citizenId(first)}' and id < '${citizenId(first + count)}';
     ${quietLaterSql(first, count)}`,
  );
  await postgres.execute(database, 'vacuum analyze');
  return groupId;
}

/** Quiet hours of one hour that begin in twelve hours: they are looked at, and hold nothing at whatever time this runs. */
function quietLaterSql(first: number, count: number): string {
  return `update recipient set time_zone = 'UTC', quiet_from = h.start * 60, quiet_to = (h.start + 1) % 24 * 60
    from (select (extract(hour from now() at time zone 'UTC')::int + 12) % 24 as start) h
    where id >= '${citizenId(first)}' and id < '${citizenId(first + count)}'`;
}
