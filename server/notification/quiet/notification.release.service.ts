import { v7 } from 'uuid';
import type { Context } from '../../kernel/context.ts';
import { type Tx, write } from '../../kernel/events.ts';
import { enqueue, enqueueAll } from '../../kernel/jobs.ts';
import { planEscalation } from '../escalation/notification.escalation.plan.ts';
import type { Lane } from '../notification.entity.ts';
import { type ReleaseJob, releaseHeld } from '../notification.events.ts';
import { mostClaimed } from '../sending/notification.claim.service.ts';
import { sendQueue } from '../sending/notification.sender.ts';
import { heldSummary } from './notification.summary.service.ts';

/** Maximum number of contacts per transaction; the embedded database does nothing else during the transaction. */
const batchSize = 1000;

interface Held {
  readonly messageId: string;
  readonly contactId: string;
  readonly recipientId: string;
  readonly channel: string;
  readonly lane: Lane;
  readonly municipalityId: string;
  readonly kind: string;
}

/** Delivery of a message that replaces several held ones. */
type Summary = Omit<Held, 'municipalityId' | 'kind'>;

/**
 * Lets the deliveries leave that quiet hours have held until `dueAt`. Several for one contact leave as one message, if the
 * channel can carry it. A repeated call finds none and does nothing.
 */
export function release(ctx: Context, { dueAt }: ReleaseJob): Promise<void> {
  return write(ctx, async (tx) => {
    await tx.em.execute(`select pg_advisory_xact_lock(hashtext('notification.release'))`); // jobs of one moment run together
    const noisy = tx.registry.channels.filter(({ makesNoise }) => makesNoise);
    const names = JSON.stringify(noisy.map(({ name }) => name));
    const held: Held[] = await tx.em.execute(heldSql, [names, dueAt, batchSize, dueAt]);
    const bundling = new Set(noisy.filter((one) => one.carries?.(heldSummary) ?? true).map(({ name }) => name));
    const byContact = [...Map.groupBy(held, ({ contactId }) => contactId).values()];
    const isBundle = ([first, second]: readonly Held[]) => second !== undefined && bundling.has(first?.channel ?? '');
    const bundles = byContact.filter(isBundle);
    const alone = byContact.filter((deliveries) => !isBundle(deliveries)).flat();
    await tx.em.execute(releaseSql, [JSON.stringify(alone)]);
    const summaries = await bundle(tx, bundles);
    await startJobs(tx, [...alone, ...summaries]);
    const kinds = new Map(held.map(({ messageId, kind }) => [messageId, kind]));
    for (const [messageId, kind] of kinds) {
      const message = tx.registry.messages.get(kind);
      if (message !== undefined) await planEscalation(tx, message, messageId);
    }
    if (byContact.length === batchSize) await enqueue(tx, releaseHeld, { dueAt });
  });
}

const heldSql = `
select d.message_id as "messageId", d.contact_id as "contactId", d.recipient_id as "recipientId", d.channel, d.lane,
  m.municipality_id as "municipalityId", m.kind
from delivery d join message m on m.id = d.message_id
where d.contact_id in (
    select distinct contact_id from delivery
    where channel in (select json_array_elements_text(?::json)) and state = 'HELD' and bundle is null and due_at <= ?
    limit ?)
  and d.state = 'HELD' and d.bundle is null and d.due_at <= ?
order by d.contact_id, d.message_id`;

const releaseSql = `
update delivery d set state = 'PENDING', due_at = now(), released_at = now(), changed_at = now()
from json_to_recordset(?::json) as r("messageId" uuid, "contactId" uuid)
where d.message_id = r."messageId" and d.contact_id = r."contactId"`;

/** Writes one delivery for each contact; its message belongs to the town of the contact's newest message. */
async function bundle(tx: Tx, bundles: readonly (readonly Held[])[]): Promise<Summary[]> {
  const ids = new Map<string, string>();
  const replaced: { messageId: string; contactId: string; bundle: string }[] = [];
  const summaries: Summary[] = [];
  for (const deliveries of bundles) {
    const newest = deliveries.at(-1);
    if (newest === undefined) continue;
    const { contactId, recipientId, channel, municipalityId } = newest;
    const id = ids.get(municipalityId) ?? v7({ msecs: tx.now().getTime() });
    ids.set(municipalityId, id);
    const lane = deliveries.some((one) => one.lane === 'PERSONAL') ? 'PERSONAL' : 'BULK';
    summaries.push({ messageId: id, contactId, recipientId, channel, lane });
    for (const { messageId } of deliveries) replaced.push({ messageId, contactId, bundle: id });
  }
  const messages = [...ids].map(([municipalityId, id]) => ({ id, municipalityId }));
  if (messages.length === 0) return [];
  const { kind } = heldSummary;
  await tx.em.execute(messagesSql, [kind, tx.now().toISOString(), JSON.stringify(messages)]);
  await tx.em.execute(bundleSql, [JSON.stringify(replaced)]);
  await tx.em.execute(summariesSql, [JSON.stringify(summaries)]);
  return summaries;
}

const messagesSql = `
insert into message (id, municipality_id, kind, subject_id, at)
select id, "municipalityId", ?, "municipalityId", ?
from json_to_recordset(?::json) as r(id uuid, "municipalityId" uuid)`;

const bundleSql = `
update delivery d set bundle = r.bundle
from json_to_recordset(?::json) as r("messageId" uuid, "contactId" uuid, bundle uuid)
where d.message_id = r."messageId" and d.contact_id = r."contactId"`;

const summariesSql = `
insert into delivery (message_id, contact_id, recipient_id, channel, lane, state)
select "messageId", "contactId", "recipientId", channel, lane, 'PENDING'
from json_to_recordset(?::json)
  as r("messageId" uuid, "contactId" uuid, "recipientId" uuid, channel text, lane text)`;

async function startJobs(tx: Tx, released: readonly Summary[]): Promise<void> {
  const byQueue = Map.groupBy(released, ({ channel, lane }) => `${channel} ${lane}`).values();
  for (const deliveries of byQueue) {
    const [first] = deliveries;
    if (first === undefined) continue;
    const jobs = Array.from({ length: Math.ceil(deliveries.length / mostClaimed) }, () => ({ claim: v7() }));
    await enqueueAll(tx, sendQueue(first.channel, first.lane), jobs);
  }
}
