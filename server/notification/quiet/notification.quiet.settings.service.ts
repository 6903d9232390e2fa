import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { timeZonesSql } from '../../municipality/municipality.service.ts';
import { Recipient } from '../../recipient/recipient.entity.ts';
import { quietHoursChanged, releaseHeld } from '../notification.events.ts';
import { canChooseMessages } from '../../recipient/recipient.rules.ts';
import { quietUntil, readTime, readTimeZone, writtenTime } from './notification.quiet.rules.ts';

/** Quiet hours with times such as "22:00". */
export interface WrittenQuietHours {
  readonly from: string;
  readonly to: string;
  /** IANA time zone; null: that of the town of each message. */
  readonly timeZone?: string | null;
}

export interface QuietSettings extends WrittenQuietHours {
  readonly onlyEmergencies: boolean;
}

/** Quiet hours of a person, and whether nothing but emergency messages shall come. */
export async function readQuietSettings({ em }: Context, person: string): Promise<QuietSettings> {
  return shown(await em.findOneOrFail(Recipient, person, { refresh: true }));
}

function shown({ quietFrom, quietTo, timeZone = null, onlyEmergencies }: Recipient): QuietSettings {
  return { from: writtenTime(quietFrom), to: writtenTime(quietTo), timeZone, onlyEmergencies };
}

/**
 * Sets the quiet hours of the actor; equal times: none. What is held leaves at the end of the new ones. Errors:
 * UNAUTHENTICATED, FORBIDDEN, BAD_TIME, UNKNOWN_TIME_ZONE.
 */
export function setQuietHours(ctx: Context, { from, to, timeZone = null }: WrittenQuietHours): Promise<QuietSettings> {
  return write(ctx, async (tx) => {
    authorize(canChooseMessages(tx.actor));
    const check = new InputCheck();
    const read = {
      from: readTime(from),
      to: readTime(to),
      timeZone: timeZone === null ? null : readTimeZone(timeZone),
    };
    check.require(read.from !== null, 'BAD_TIME', 'from 00:00 to 23:59', 'from');
    check.require(read.to !== null, 'BAD_TIME', 'from 00:00 to 23:59', 'to');
    check.require(timeZone === null || read.timeZone !== null, 'UNKNOWN_TIME_ZONE', 'a name of IANA', 'timeZone');
    check.done();
    const recipient = await tx.em.findOneOrFail(Recipient, personId(tx.actor) ?? '', { refresh: true });
    const wanted = { quietFrom: read.from ?? 0, quietTo: read.to ?? 0, timeZone: read.timeZone };
    Object.assign(recipient, wanted);
    await tx.em.flush();
    await holdAnew(tx, recipient);
    await record(tx, quietHoursChanged({ personId: recipient.id }));
    return shown(recipient);
  });
}

/** Sets whether nothing but emergency messages shall come to the actor. Errors: UNAUTHENTICATED, FORBIDDEN. */
export function setOnlyEmergencies(ctx: Context, isOn: boolean): Promise<QuietSettings> {
  return write(ctx, async (tx) => {
    authorize(canChooseMessages(tx.actor));
    const recipient = await tx.em.findOneOrFail(Recipient, personId(tx.actor) ?? '', { refresh: true });
    recipient.onlyEmergencies = isOn;
    await tx.em.flush();
    await record(tx, quietHoursChanged({ personId: recipient.id }));
    return shown(recipient);
  });
}

/** Moves the end of the wait of what quiet hours hold for the recipient; without quiet hours now it leaves at once. */
async function holdAnew(tx: Tx, { id, quietFrom: from, quietTo: to, timeZone: own }: Recipient): Promise<void> {
  const noisy = tx.registry.channels.filter(({ makesNoise }) => makesNoise).map(({ name }) => name);
  const held: { messageId: string; contactId: string; timeZone: string }[] = await tx.em.execute(
    `select d.message_id as "messageId", d.contact_id as "contactId", t.time_zone as "timeZone"
     from delivery d join message m on m.id = d.message_id join (${timeZonesSql}) t on t.id = m.municipality_id
     where d.recipient_id = ? and d.channel in (select json_array_elements_text(?::json))
       and d.state = 'HELD' and d.bundle is null`,
    [id, JSON.stringify(noisy)],
  );
  const moved = held.map(({ timeZone, ...delivery }) => ({
    ...delivery,
    until: (quietUntil(tx.now(), { timeZone: own ?? timeZone, from, to }) ?? tx.now()).toISOString(),
  }));
  if (moved.length === 0) return;
  await tx.em.execute(
    `update delivery d set due_at = h.until
     from json_to_recordset(?::json) as h("messageId" uuid, "contactId" uuid, until timestamptz)
     where d.message_id = h."messageId" and d.contact_id = h."contactId" and d.state = 'HELD'`,
    [JSON.stringify(moved)],
  );
  for (const dueAt of new Set(moved.map(({ until }) => until)))
    await enqueue(tx, releaseHeld, { dueAt }, { startAfter: new Date(dueAt) });
}
