import { LockMode } from '@mikro-orm/core';
import { system } from '../../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../../kernel/context.ts';
import { appendErasures } from '../../kernel/erasures.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { enqueueAgain } from '../../kernel/jobs.ts';
import { hmacText } from '../../kernel/secrets.ts';
import { Alert } from '../alert.entity.ts';
import { lockIncident } from '../alert.sending.service.ts';
import { MissingPerson } from './alert.missing.entity.ts';
import { missingPersonRemoved, removeMissingPerson } from './alert.missing.events.ts';
import { unusedMinutes } from './alert.missing.photo.service.ts';

/** Kind of the lines about missing people in the list of erased people. */
const tombstoneKind = 'MISSING';

/** Tombstone of a person: a keyed hash of the id of the row, which holds no data of the person. */
function tombstoneOf({ secret }: Pick<Services, 'secret'>, id: string): string {
  return hmacText(secret, `tombstone:${tombstoneKind}:${id}`);
}

/**
 * Deletes people with their photos. Their tombstones are on the disk before the deletion is committed, so that a backup
 * from before brings nobody back.
 */
export async function removePersons(tx: Tx, persons: readonly MissingPerson[]): Promise<void> {
  if (persons.length === 0) return;
  const erasedAt = tx.now().toISOString();
  const lines = persons.map(({ id }) => ({ kind: tombstoneKind, hmac: tombstoneOf(tx, id), erasedAt }));
  await appendErasures(tx.config, lines);
  await deleteRows(tx, persons);
}

async function deleteRows(tx: Tx, persons: readonly MissingPerson[]): Promise<void> {
  await tx.em.nativeDelete(MissingPerson, { id: { $in: persons.map(({ id }) => id) } });
  const named = persons.flatMap(({ alert }) => alert?.id ?? []);
  const alerts = await tx.em.find(Alert, { id: { $in: named } });
  const incidents = new Map(alerts.map(({ incident, municipality }) => [incident.id, municipality.id]));
  for (const [incidentId, municipalityId] of incidents) {
    await record(tx, missingPersonRemoved({ municipalityId, incidentId }));
  }
}

/** Deletes the row if its time is over, or looks again at the time at which it will be. */
export async function removeIfDue(services: Services, id: string): Promise<void> {
  await write(forkContext(services, system), async (tx) => {
    const known = await tx.em.findOne(MissingPerson, id, { populate: ['alert'] });
    if (known === null) return;
    // The lock of the incident keeps out an update that prolongs it.
    if (known.alert != null) await lockIncident(tx, known.alert.unwrap().incident.id);
    const row = await tx.em.findOne(MissingPerson, id, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    if (row === null) return;
    const [end] = await findEnds(tx, [id]);
    if (end === undefined) return;
    if (end.endsAt > tx.now()) await enqueueAgain(tx, removeMissingPerson, { id }, end.endsAt);
    else await removePersons(tx, [row]);
  });
}

/**
 * Deletes people whom a restored database still holds although a line of the list names them, and those whose time is over;
 * returns their number. Call it before the server listens.
 */
export async function replayPersonTombstones(services: Services, lines: readonly string[]): Promise<number> {
  const ended = new Set(lines.flatMap(readTombstone));
  return write(forkContext(services, system), async (tx) => {
    const ends = await findEnds(tx);
    const due = ends.filter(({ id, endsAt }) => ended.has(tombstoneOf(tx, id)) || endsAt <= tx.now());
    if (due.length === 0) return 0;
    await deleteRows(tx, await tx.em.find(MissingPerson, { id: { $in: due.map(({ id }) => id) } }));
    return due.length;
  });
}

/** Hash of a line about a missing person; none for other lines and for half a line, as a full disk can leave it. */
function readTombstone(line: string): string[] {
  try {
    const read: unknown = JSON.parse(line);
    if (typeof read !== 'object' || read === null || !('kind' in read) || !('hmac' in read)) return [];
    return read.kind === tombstoneKind && typeof read.hmac === 'string' ? [read.hmac] : [];
  } catch {
    return []; // the text is no JSON
  }
}

interface End {
  readonly id: string;
  readonly endsAt: Date;
}

/** When the rows have to be deleted: all rows, or those with these ids. */
async function findEnds({ em }: Pick<Context, 'em'>, ids?: readonly string[]): Promise<End[]> {
  const rows: { id: string; ends_at: Date | string }[] = await em.execute(
    `select p.id, case when a.id is null then p.created_at + interval '${unusedMinutes} minutes'
        when a.state = 'SENT' then coalesce(i.ended_at, i.expires_at)
        else a.expires_at end as ends_at
      from missing_person p left join alert a on a.id = p.alert_id left join incident i on i.id = a.incident_id
      where ${ids === undefined ? 'true' : 'p.id = any(?::uuid[])'}`,
    ids === undefined ? [] : [`{${ids.join(',')}}`],
  );
  return rows.map(({ id, ends_at: endsAt }) => ({ id, endsAt: new Date(endsAt) }));
}

/** Deletes the people of alerts that were replaced by the newest sent one, or all people of an ended incident. */
export async function removeReplaced(
  tx: Tx,
  { incidentId, alertId, isEnd }: { readonly incidentId: string; readonly alertId: string; readonly isEnd: boolean },
): Promise<void> {
  const rows = await tx.em.find(MissingPerson, { alert: { incident: incidentId } }, { populate: ['alert'] });
  const isNamed = rows.some(({ alert }) => alert?.id === alertId);
  const isReplaced = ({ alert }: MissingPerson): boolean =>
    isNamed && alert?.id !== alertId && alert?.unwrap().state === 'SENT';
  await removePersons(tx, isEnd ? rows : rows.filter(isReplaced));
}
