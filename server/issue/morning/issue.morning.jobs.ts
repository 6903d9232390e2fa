import { LockMode } from '@mikro-orm/core';
import { hoursChanged } from '../../hours/hours.events.ts';
import { openingAfter } from '../../hours/hours.rules.ts';
import { calendarOf } from '../../hours/hours.service.ts';
import { system } from '../../kernel/actor.ts';
import { type Context, forkContext } from '../../kernel/context.ts';
import { on, type Tx, write } from '../../kernel/events.ts';
import { enqueue, enqueueAgain, handle } from '../../kernel/jobs.ts';
import { enqueueMessage } from '../../kernel/message.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { issueReported } from '../issue.events.ts';
import { MorningPlan } from './issue.morning.entity.ts';
import { sendMorning } from './issue.morning.events.ts';
import { morningList } from './issue.morning.messages.ts';
import { dayNumber } from './issue.morning.rules.ts';

/** The first report of a town plans its first list; each list plans the next one; new opening hours plan anew. */
export const morningListeners = [
  on(issueReported, async (tx, { facts: { municipalityId } }) => {
    const made: unknown[] = await tx.em.execute(
      'insert into morning_plan (municipality_id) values (?) on conflict do nothing returning 1',
      [municipalityId],
    );
    if (made.length > 0) await planNext(tx, await tx.em.findOneOrFail(MorningPlan, municipalityId));
  }),
  on(hoursChanged, async (tx, { facts: { municipalityId } }) => {
    const plan = await lockPlan(tx, municipalityId);
    if (plan !== null) await planNext(tx, plan);
  }),
];

export const morningJob = handle(sendMorning, (services, planned) =>
  sendMorningList(forkContext(services, system), planned),
);

/**
 * Enqueues the morning list of a town and plans the next one. A job for another time than the planned one does nothing.
 * There is no list if the module is off, if the day already had one, or if the worker comes on a later day.
 */
export function sendMorningList(
  ctx: Context,
  { municipalityId, at }: { readonly municipalityId: string; readonly at: string },
): Promise<void> {
  return write(ctx, async (tx) => {
    const plan = await lockPlan(tx, municipalityId);
    if (plan?.at?.toISOString() !== at) return;
    if (tx.now() < plan.at) {
      await enqueueAgain(tx, sendMorning, { municipalityId, at }, plan.at);
      return;
    }
    const { modules, timeZone } = await tx.em.findOneOrFail(Municipality, municipalityId, { refresh: true });
    const day = dayNumber(plan.at, timeZone);
    const isToday = day === dayNumber(tx.now(), timeZone);
    if (isToday && plan.lastDay !== day && modules.includes('ISSUES')) {
      plan.lastDay = day;
      await enqueueMessage(tx, morningList, { municipalityId, subjectId: municipalityId, version: day });
    }
    await planNext(tx, plan);
  });
}

function lockPlan(tx: Tx, municipalityId: string): Promise<MorningPlan | null> {
  return tx.em.findOne(MorningPlan, municipalityId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/** Plans the list for the next opening of the town hall. */
async function planNext(tx: Tx, plan: MorningPlan): Promise<void> {
  const municipalityId = plan.municipality.id;
  plan.at = openingAfter(tx.now(), await calendarOf(tx, municipalityId));
  await tx.em.flush();
  if (plan.at === null) return;
  await enqueue(tx, sendMorning, { municipalityId, at: plan.at.toISOString() }, { startAfter: plan.at });
}
