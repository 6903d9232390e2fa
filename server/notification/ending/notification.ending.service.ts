import { announce, type Tx } from '../../kernel/events.ts';
import type { MessageContribution } from '../../kernel/message.ts';
import { deliveryTopic } from '../notification.events.ts';
import { cancelEndedSql } from './notification.ending.rules.ts';

/**
 * Cancels the deliveries of the messages that this one ends, as far as they were not tried: in the morning nothing shall ring
 * about a matter that is over.
 */
export async function cancelEnded(tx: Tx, { reached }: MessageContribution, messageId: string): Promise<void> {
  if (reached === undefined) return;
  const cancelled: { messageId: string }[] = await tx.em.execute(cancelEndedSql(reached), [messageId]);
  for (const one of cancelled) announce(tx, deliveryTopic, one);
}
