import { findReadableGroup } from '../group/group.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { enqueue, enqueueAgain } from '../kernel/jobs.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { Poll } from './poll.entity.ts';
import { pollReminded, pollReminderCancelled, pollReminderPlanned, remindPoll } from './poll.events.ts';
import { lockPoll } from './poll.opening.service.ts';
import { canPlanReminder, readReminder } from './poll.reminder.rules.ts';

export interface ReminderInput {
  readonly pollId: string;
  readonly isOn: boolean;
  /** Null: a day before the close. */
  readonly at?: Date | null;
}

/** One reminder of a poll to those who have not voted. Refused: POLL_NOT_OPEN, ALREADY_REMINDED, IN_THE_PAST, … */
export function planReminder(ctx: Context, { pollId, isOn, at }: ReminderInput): Promise<Poll> {
  return write(ctx, async (tx) => {
    const poll = await lockPoll(tx, pollId);
    await findReadableGroup(tx, poll.group.id);
    await requireModuleIn(tx, poll.municipality.id, 'POLLS');
    authorize(canPlanReminder(tx.actor, poll, tx.now()));
    const facts = { pollId, municipalityId: poll.municipality.id };
    if (isOn) {
      poll.remindsAt = readReminder(at ?? null, poll, tx.now());
      await enqueue(tx, remindPoll, { pollId }, { startAfter: poll.remindsAt });
      await record(tx, pollReminderPlanned(facts));
    } else if (poll.remindsAt != null) {
      poll.remindsAt = null;
      await record(tx, pollReminderCancelled(facts));
    }
    return poll;
  });
}

/**
 * Sends what is due, once: however often and by how many it is called, one transaction marks the poll and tells of it. Of
 * a poll that is not open nobody is reminded.
 */
export function remindIfDue(ctx: Context, pollId: string): Promise<void> {
  return write(ctx, async (tx) => {
    const marked: { municipalityId: string }[] = await tx.em.execute(markSql, [pollId]);
    for (const { municipalityId } of marked) await record(tx, pollReminded({ pollId, municipalityId }));
    if (marked.length > 0) return;
    const { remindsAt, remindedAt, closedAt } = await tx.em.findOneOrFail(Poll, pollId, { refresh: true });
    if (remindsAt == null || remindedAt != null || closedAt != null) return;
    // It was moved, the poll is not open yet, or this process's clock was ahead.
    await enqueueAgain(tx, remindPoll, { pollId }, remindsAt, 60);
  });
}

const markSql = `
update poll set reminded_at = now()
where id = ? and reminds_at <= now() and reminded_at is null
  and opened_at is not null and closed_at is null and now() < closes_at
returning municipality_id as "municipalityId"`;
