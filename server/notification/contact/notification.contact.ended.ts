import { announce, on, type Tx } from '../../kernel/events.ts';
import { contactsEnded } from '../../recipient/recipient.events.ts';
import { deliveryTopic } from '../notification.events.ts';

/** Deliveries that wait for a deleted contact are cancelled; those that left, or are being sent, keep their state. */
export const contactEndListeners = [
  on(contactsEnded, (tx, { facts: { contactIds } }) => cancelWaiting(tx, contactIds)),
];

async function cancelWaiting(tx: Tx, contactIds: readonly string[]): Promise<void> {
  const cancelled: { messageId: string }[] = await tx.em.execute(cancelSql, [JSON.stringify(contactIds)]);
  for (const one of cancelled) announce(tx, deliveryTopic, one);
}

/** Messages to one person have no report, so nothing is announced for them. */
const cancelSql = `
with cancelled as (
  update delivery set state = 'CANCELLED', failure = 'NO_LONGER_WANTED', failure_kind = null, changed_at = now()
  where contact_id in (select value::uuid from json_array_elements_text(?::json)) and state in ('PENDING', 'HELD')
  returning message_id, lane)
select distinct message_id as "messageId" from cancelled where lane <> 'PERSONAL'`;
