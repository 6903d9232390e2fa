import type { Tx } from '../kernel/events.ts';
import type { DueRows, Retention } from '../kernel/retention.ts';
import { inAppChannels, keepNumbers } from './report/notification.progress.service.ts';
import { hasReport } from './report/notification.report.rules.ts';

/** SQL condition over the message `m`: it is old enough that its deliveries end. */
const isOld = ({ before, isOfTown }: DueRows): string => `${isOfTown('m.municipality_id')} and m.at < ${before}`;

/** Messages whose numbers are stored in one transaction. */
const summaries = 20;

/** Stores the numbers of messages to many people, so that their reports stay when the deliveries go. */
async function keepReports(tx: Tx, rows: DueRows): Promise<number> {
  const kinds = [...tx.registry.messages.values()].filter(hasReport).map(({ kind }) => kind);
  const messages: { id: string }[] = await tx.em.execute(
    `select m.id from message m where ${isOld(rows)} and m.kind in (select json_array_elements_text(?::json))
       and exists (select from delivery d where d.message_id = m.id)
       and not exists (select from delivery_summary s where s.message_id = m.id) limit ?`,
    [JSON.stringify(kinds), summaries],
  );
  await keepNumbers(
    tx,
    inAppChannels(tx),
    messages.map(({ id }) => id),
  );
  return messages.length;
}

/** Retention of the domain: who got which message is forgotten, and the numbers of messages to many stay. */
export const notificationRetention: Retention = {
  kinds: [
    {
      kind: 'DELIVERIES',
      description:
        'Deliveries of messages: who got which message by which channel, also in the inbox, and the steps that followed if it did not arrive.',
      effect: 'DELETE',
      entities: ['Delivery', 'Escalation'],
      days: 90,
      bounds: [30, 365],
      due: (rows) => `t.message_id in (select m.id from message m where ${isOld(rows)})`,
      prepare: keepReports,
      batch: 2000,
    },
  ],
  stays: {
    RECORD: ['Message', 'MessageText'],
    PARENT: ['DeliveryReceipt'],
    RECIPIENT: ['Preference'],
    OWN_JOB: ['NumberCode', 'HostPause'],
    TOWN: ['SmsSettings'],
    NUMBERS: ['ReceiptCount', 'SmsSpending', 'Sms', 'DeliverySummary'],
  },
};
