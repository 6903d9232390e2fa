import type { Context } from '../../kernel/context.ts';
import { type Tx, write } from '../../kernel/events.ts';
import { enqueue, enqueueAll } from '../../kernel/jobs.ts';
import type { MessageContribution } from '../../kernel/message.ts';
import { remindOf, substituteMessage } from './notification.escalation.events.ts';
import { acceptMinutes, remindMinutes } from './notification.escalation.rules.ts';

/** Milliseconds by which a check is later than the end of the time that it checks. */
const lateMs = 1000;

/** Plans the steps that follow if the message does not arrive, or is not acknowledged, when its deliveries may leave. */
export async function planEscalation(
  tx: Tx,
  { escalate }: Pick<MessageContribution, 'escalate'>,
  messageId: string,
): Promise<void> {
  if (escalate === undefined) return;
  const isReminder = escalate.step === 'REMIND';
  const minutes = isReminder ? remindMinutes : acceptMinutes;
  const startAfter = new Date(tx.now().getTime() + minutes * 60_000 + lateMs);
  await enqueue(tx, isReminder ? remindOf : substituteMessage, { messageId }, { startAfter });
}

/** Looks for substitutes of failed deliveries of these messages at once. */
export async function substituteFailed(ctx: Context, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  const jobs = [...new Set(messageIds)].map((messageId) => ({ messageId, onlyFailed: true as const }));
  await write(ctx, (tx) => enqueueAll(tx, substituteMessage, jobs));
}
