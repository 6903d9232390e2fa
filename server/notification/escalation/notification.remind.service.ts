import type { Context } from '../../kernel/context.ts';
import { announce, write } from '../../kernel/events.ts';
import { resumeMessage } from '../../kernel/message.ts';
import { endersOf, notEndedSql } from '../ending/notification.ending.rules.ts';
import { Message } from '../notification.entity.ts';
import { deliveryTopic } from '../notification.events.ts';
import { messageOf, recipientsSql } from '../notification.recipients.service.ts';

/**
 * Reminds the recipients of a message who have not acknowledged it, unless the matter is over or a newer message of the kind
 * was sent, which has a reminder of its own. A repeated call reminds nobody twice.
 */
export function remind(ctx: Context, messageId: string): Promise<void> {
  return write(ctx, async (tx) => {
    const stored = await tx.em.findOne(Message, messageId);
    if (stored === null) return; // recalled
    const message = messageOf(tx.registry, stored.kind);
    const { escalate, acknowledged = 'false' } = message;
    if (escalate?.step !== 'REMIND') return;
    const ended = notEndedSql([...endersOf(tx.registry.messages, stored.kind), stored.kind]);
    const reminded: unknown[] = await tx.em.execute(
      `insert into escalation (id, message_id, recipient_id, step, because, at)
       select gen_random_uuid(), w.id, w.recipient_id, 'REMIND', 'NOT_ACKNOWLEDGED', ?::timestamptz from (
         select distinct m.id, a.recipient_id from ${recipientsSql(message)} where m.id = ?
           and exists (select from delivery d where d.message_id = m.id and d.recipient_id = a.recipient_id)
           and not (${acknowledged})${ended}) w
       on conflict do nothing returning id`,
      [tx.now().toISOString(), messageId],
    );
    if (reminded.length === 0) return;
    const { subjectId, version, sender } = stored;
    const request = { municipalityId: stored.municipality.id, subjectId, senderId: sender?.id ?? null };
    const reminder = messageOf(tx.registry, escalate.by);
    await resumeMessage(tx, reminder, { ...request, ...(version != null && { version }) });
    announce(tx, deliveryTopic, { messageId });
  });
}
