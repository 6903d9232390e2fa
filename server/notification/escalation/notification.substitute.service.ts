import type { Context } from '../../kernel/context.ts';
import { announce, type Tx, write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import type { MessageContribution } from '../../kernel/message.ts';
import { reachableContactsSql, substitutesSql } from '../../recipient/recipient.service.ts';
import { endersOf, notEndedSql } from '../ending/notification.ending.rules.ts';
import { Message } from '../notification.entity.ts';
import { deliveryTopic } from '../notification.events.ts';
import { laneOf, messageOf, offeredRows } from '../notification.recipients.service.ts';
import { startSending, type WrittenDelivery } from '../sending/notification.start.service.ts';
import { type SubstituteJob, substituteMessage } from './notification.escalation.events.ts';
import { planEscalation } from './notification.escalation.plan.ts';
import { acceptMinutes, hasFailedSql, substituteChannels } from './notification.escalation.rules.ts';

/** Maximum number of recipients per transaction; the embedded database does nothing else during the transaction. */
const batchSize = 1000;

/**
 * Lets a message go to the next substitute of each recipient whom it reached by no contact: because its deliveries failed, or
 * were not accepted in five minutes, in which held time does not count. A repeated call finds nobody.
 */
export function substitute(ctx: Context, { messageId, onlyFailed }: SubstituteJob): Promise<void> {
  return write(ctx, async (tx) => {
    await tx.em.execute('select pg_advisory_xact_lock(hashtext(?))', [`substitute:${messageId}`]);
    const stored = await tx.em.findOne(Message, messageId, { populate: ['municipality'] });
    if (stored === null) return; // recalled
    const message = messageOf(tx.registry, stored.kind);
    if (message.escalate?.step !== 'SUBSTITUTE') return;
    const offered = (await offeredRows(tx, message, stored.municipality.id)).map(({ name }) => name);
    const channels = substituteChannels.filter((name) => offered.includes(name));
    const overdue = new Date(tx.now().getTime() - acceptMinutes * 60_000).toISOString();
    const written: WrittenDelivery[] = await tx.em.execute(substituteSql(tx, message), [
      onlyFailed === true ? null : overdue,
      messageId,
      JSON.stringify(channels.map((name, rank) => ({ name, rank }))),
      messageId,
      batchSize,
      messageId,
      tx.now().toISOString(),
      messageId,
      laneOf(message),
    ]);
    if (written.length === 0) return;
    const unpaid = await startSending(tx, { messageId, lane: laneOf(message) }, written);
    announce(tx, deliveryTopic, { messageId });
    await planEscalation(tx, message, messageId);
    if (unpaid.size > 0) await again(tx, { messageId, onlyFailed: true });
    if (written.length === batchSize) await again(tx, { messageId, ...(onlyFailed && { onlyFailed }) });
  });
}

function again(tx: Tx, job: SubstituteJob): Promise<void> {
  return enqueue(tx, substituteMessage, job);
}

/**
 * Deliveries `d` of the message, then recipients `n` whom none of them reached and for whom none is still in its time. A
 * delivery that the town cannot pay counts as failed.
 */
function substituteSql({ registry }: Context, { kind }: MessageContribution): string {
  return `
with d as (
  select d.recipient_id, d.contact_id, d.state, d.since,
    ${hasFailedSql} as failed,
    d.state in ('PENDING', 'SENDING') as waits, coalesce(d.since <= ?::timestamptz, false) as late
  from message m cross join lateral (
    select d.*, coalesce(greatest(d.released_at, x.at), m.at) as since from delivery d
      left join escalation x on x.message_id = m.id and x.to_contact_id = d.contact_id and x.step = 'SUBSTITUTE'
    where d.message_id = m.id and d.channel <> 'INBOX') d
  where m.id = ?${notEndedSql(endersOf(registry.messages, kind))}
), n as (
  select distinct on (d.recipient_id) d.recipient_id, d.contact_id,
    case when d.failed then 'FAILED' else 'NOT_ACCEPTED' end as because
  from d where (d.failed or (d.waits and d.late)) and not exists (
    select from d o where o.recipient_id = d.recipient_id
      and (o.state in ('SENT', 'DELIVERED', 'UNKNOWN', 'HELD') or (o.waits and not o.late)))
  order by d.recipient_id, d.since desc
), picked as (
  select distinct on (n.recipient_id) n.recipient_id, n.contact_id as from_contact_id, n.because, k.id, k.channel
  from n join (${reachableContactsSql}) k on k.recipient_id = n.recipient_id and not k.only_emergencies
    join (${substitutesSql}) s on s.id = k.id
    join json_to_recordset(?::json) as c(name text, rank int) on c.name = k.channel
  where not exists (select from delivery o where o.message_id = ? and o.contact_id = k.id)
  order by n.recipient_id, c.rank, k.id limit ?
), stepped as (
  insert into escalation (id, message_id, recipient_id, step, from_contact_id, to_contact_id, channel, because, at)
  select gen_random_uuid(), ?, recipient_id, 'SUBSTITUTE', from_contact_id, id, channel, because, ?::timestamptz from picked
)
insert into delivery (message_id, contact_id, recipient_id, channel, lane, state)
select ?::uuid, id, recipient_id, channel, ?, 'PENDING' from picked
returning contact_id as "contactId", recipient_id as "recipientId", group_id as "groupId", channel, state`;
}
