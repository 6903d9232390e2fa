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
  /** When the reminder is sent; null: 24 hours before the close. */
  readonly at?: Date | null;
}

/**
 * Plans, moves or cancels the one reminder of a poll to people who have not voted. Errors: POLL_NOT_OPEN,
 * ALREADY_REMINDED and those of `readReminder`.
 */
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
 * Sends the reminder of an open poll if it is due. Idempotent under concurrency: only the transaction that sets
 * `reminded_at` records the event. Otherwise the job is scheduled again as long as a reminder is still planned.
 */
export function remindIfDue(ctx: Context, pollId: string): Promise<void> {
  return write(ctx, async (tx) => {
    const marked: { municipalityId: string }[] = await tx.em.execute(markSql, [pollId]);
    for (const { municipalityId } of marked) await record(tx, pollReminded({ pollId, municipalityId }));
    if (marked.length > 0) return;
    const { remindsAt, remindedAt, closedAt } = await tx.em.findOneOrFail(Poll, pollId, { refresh: true });
    if (remindsAt == null || remindedAt != null || closedAt != null) return;
    // The reminder was moved, the poll is not open yet, or the clock of this process was ahead of the database's.
    await enqueueAgain(tx, remindPoll, { pollId }, remindsAt, 60);
  });
}

const markSql = `
update poll set reminded_at = now()
where id = ? and reminds_at <= now() and reminded_at is null
  and opened_at is not null and closed_at is null and now() < closes_at
returning municipality_id as "municipalityId"`;
