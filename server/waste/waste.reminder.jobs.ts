import { LockMode } from '@mikro-orm/core';
import { system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { on, type Tx, write } from '../kernel/events.ts';
import { enqueue, enqueueAgain, handle } from '../kernel/jobs.ts';
import { resumeMessage } from '../kernel/message.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { dateNumber } from './waste.date.rules.ts';
import { WasteDate, WasteReminderPlan } from './waste.entity.ts';
import { sendWasteReminder, wasteImported } from './waste.events.ts';
import { wasteReminder } from './waste.messages.ts';
import { collectionAt, nextReminder, remindedDay } from './waste.plan.rules.ts';

/** The first import of a town plans its first reminder; each reminder plans the next one. */
export const reminderListeners = [
  on(wasteImported, async (tx, { facts: { municipalityId } }) => {
    const { timeZone } = await townOf(tx, { municipality: { id: municipalityId } });
    const at = nextReminder(new Date(0), tx.now(), timeZone);
    const made: unknown[] = await tx.em.execute(
      'insert into waste_reminder_plan (municipality_id, at) values (?, ?) on conflict do nothing returning 1',
      [municipalityId, at],
    );
    if (made.length > 0) await plan(tx, municipalityId, at);
  }),
];

function plan(tx: Tx, municipalityId: string, at: Date): Promise<void> {
  return enqueue(tx, sendWasteReminder, { municipalityId, at: at.toISOString() }, { startAfter: at });
}

/**
 * Enqueues the reminder of a town that is due at `at` and plans the next one. A job for another time than the planned one
 * does nothing, so a repeated job sends nothing twice; a late one sends nothing from 06:00 of the collection on.
 */
export function sendReminder(
  ctx: Context,
  { municipalityId, at }: { readonly municipalityId: string; readonly at: string },
): Promise<void> {
  return write(ctx, async (tx) => {
    const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
    const planned = await tx.em.findOne(WasteReminderPlan, municipalityId, options);
    if (planned?.at.toISOString() !== at) return;
    if (tx.now() < planned.at) {
      await enqueueAgain(tx, sendWasteReminder, { municipalityId, at }, planned.at);
      return;
    }
    const { timeZone } = await townOf(tx, { municipality: { id: municipalityId } });
    const date = remindedDay(planned.at, timeZone);
    const isUseful = tx.now() < collectionAt(date, timeZone);
    if (isUseful && (await tx.em.count(WasteDate, { municipality: municipalityId, date })) > 0) {
      const request = { municipalityId, subjectId: municipalityId, version: dateNumber(date) };
      await resumeMessage(tx, wasteReminder, request);
    }
    planned.at = nextReminder(planned.at, tx.now(), timeZone);
    await tx.em.flush();
    await plan(tx, municipalityId, planned.at);
  });
}

export const sendWasteReminderJob = handle(sendWasteReminder, (services, job) =>
  sendReminder(forkContext(services, system), job),
);
