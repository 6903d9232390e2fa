import type { SqlEntityManager } from '@mikro-orm/sql';
import DataLoader from 'dataloader';
import { NIL, v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { announce, record, type Tx, write } from '../kernel/events.ts';
import { enqueue, enqueueAgain, enqueueAll } from '../kernel/jobs.ts';
import type { MessageContribution, MessagePort, MessageRequest } from '../kernel/message.ts';
import { groupOrderSql } from '../group/group.standing.service.ts';
import { inboxChannel } from './notification.channels.ts';
import { cancelEnded } from './ending/notification.ending.service.ts';
import { planEscalation } from './escalation/notification.escalation.plan.ts';
import { nextDigests } from './digest/notification.digest.rules.ts';
import { Message } from './notification.entity.ts';
import {
  bundleDigest,
  deliveryTopic,
  inboxTopic,
  messageSpread,
  spreadEmergency,
  spreadMessage,
} from './notification.events.ts';
import {
  channelColumns,
  contactJoin,
  laneOf,
  messageOf,
  modeSql,
  offeredRows,
  recipientsSql,
  wantedSql,
} from './notification.recipients.service.ts';
import { readPause } from './sending/notification.emergency.service.ts';
import { startSending, type WrittenDelivery } from './sending/notification.start.service.ts';

/** Stores messages in the transaction of what happened; a job finds their recipients. */
export const messagePort: MessagePort = {
  async enqueue(tx, kind, request, options) {
    const stored = stores.get(tx.em) ?? new DataLoader((wanted) => storeAll(tx, wanted), { cache: false });
    stores.set(tx.em, stored);
    await stored.load({ kind, request, options });
  },
  /** Deletes the message; the job that would spread it later finds no row and does nothing. */
  async recall(tx, kind, { municipalityId, subjectId, version }) {
    await tx.em.nativeDelete(Message, { kind, municipality: municipalityId, subjectId, version: version ?? null });
  },
  /** Deliveries that exist stay as they are, so the message can be spread again. */
  async resume(tx, kind, request, recipientId) {
    const { municipalityId, subjectId, version = null } = request;
    await tx.em.execute('select pg_advisory_xact_lock(hashtext(?))', [`message:${kind}:${subjectId}:${version}`]);
    const known = await tx.em.findOne(Message, { kind, municipality: municipalityId, subjectId, version });
    const messageId = known?.id ?? (await storeMessages(tx, [{ kind, request }]))[0] ?? '';
    const queue = queueOf(messageOf(tx.registry, kind));
    await enqueue(tx, queue, { messageId, ...(recipientId !== undefined && { only: recipientId }) });
  },
};

interface Wanted {
  readonly kind: string;
  readonly request: MessageRequest;
  readonly options: { readonly startAfter?: Date };
}

/** Data loaders by the entity manager of their transaction: messages of one tick are stored together. */
const stores = new WeakMap<SqlEntityManager, DataLoader<Wanted, string>>();

/** Stores messages with their jobs; returns the ids of the messages in the same order. */
async function storeAll(tx: Tx, wanted: readonly Wanted[]): Promise<string[]> {
  const ids = await storeMessages(tx, wanted);
  const jobs = wanted.map(({ kind, options }, n) => ({ kind, options, data: { messageId: ids[n] ?? '' } }));
  const groups = Map.groupBy(jobs, ({ kind, options }) =>
    [queueOf(messageOf(tx.registry, kind)).name, options.startAfter?.getTime()].join(),
  );
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const all = group.map(({ data }) => data);
    await enqueueAll(tx, queueOf(messageOf(tx.registry, first.kind)), all, first.options);
  }
  return ids;
}

/** Stores messages; returns their ids in the same order. */
async function storeMessages(tx: Tx, wanted: readonly Omit<Wanted, 'options'>[]): Promise<string[]> {
  const messages = wanted.map(({ kind, request: { municipalityId, subjectId, version = null, senderId = null } }) => {
    messageOf(tx.registry, kind);
    const id = v7({ msecs: tx.now().getTime() });
    const facts = { id, municipality: municipalityId, kind, subjectId, version, sender: senderId, at: tx.now() };
    return tx.em.create(Message, facts);
  });
  await tx.em.persist(messages).flush();
  return messages.map(({ id }) => id);
}

/** Maximum number of recipients per transaction; the embedded database does nothing else during the transaction. */
const batchSize = 1000;

interface Written extends WrittenDelivery {
  /** Time of the digest with which the delivery leaves, ISO 8601; null: it does not wait. */
  readonly heldUntil: string | null;
}

/** Milliseconds between the time of a digest and its bundling, so that what is written at that moment is included. */
const digestWaitMs = 60_000;

/**
 * Writes the deliveries of the next recipients after `after`, queues what must be sent, and then the rest. `only`: only
 * recipient.
 */
export function spread(ctx: Context, messageId: string, after: string = NIL, only?: string): Promise<void> {
  return write(ctx, async (tx) => {
    const stored = await tx.em.findOne(Message, messageId, { populate: ['municipality'] });
    if (stored === null) return; // recalled
    const message = messageOf(tx.registry, stored.kind);
    const lane = laneOf(message);
    const pause = lane === 'BULK' ? await readPause(tx) : undefined;
    if (pause !== undefined) {
      await enqueueAgain(tx, spreadMessage, { messageId, after }, new Date(0), pause);
      return;
    }
    if (after === NIL && only === undefined) await cancelEnded(tx, message, messageId);
    const last = only === undefined ? await findLast(tx, message, messageId, after) : undefined;
    const { DAILY, WEEKLY } = nextDigests(tx.now(), stored.municipality.getEntity().timeZone);
    const written: Written[] = await tx.em.execute(spreadSql(message), [
      lane,
      JSON.stringify(await offeredRows(tx, message, stored.municipality.id)),
      DAILY.toISOString(),
      WEEKLY.toISOString(),
      messageId,
      after,
      last ?? null,
      only ?? null,
    ]);
    await startSending(tx, { messageId, lane }, written);
    await planEscalation(tx, message, messageId);
    for (const dueAt of new Set(written.flatMap((one) => one.heldUntil ?? []))) {
      const job = { municipalityId: stored.municipality.id, dueAt };
      await enqueue(tx, bundleDigest, job, { startAfter: new Date(Date.parse(dueAt) + digestWaitMs) });
    }
    if (lane !== 'PERSONAL' || message.isToMany === true) announce(tx, deliveryTopic, { messageId });
    await announceTo(
      tx,
      messageId,
      written.filter(({ channel }) => channel === inboxChannel.name),
    );
    if (last !== undefined) await enqueue(tx, queueOf(message), { messageId, after: last });
  });
}

function queueOf({ class: urgency }: MessageContribution): typeof spreadMessage {
  return urgency === 'EMERGENCY' ? spreadEmergency : spreadMessage;
}

/**
 * Records the event and announces the inbox topics of all recipients of the batch, in one statement before the commit.
 */
async function announceTo(tx: Tx, messageId: string, written: readonly Written[]): Promise<void> {
  if (written.length === 0) return;
  const event = await record(tx, messageSpread({ messageId }));
  for (const { recipientId } of written) announce(tx, inboxTopic, { personId: recipientId }, event);
}

/** Last recipient of the batch; undefined: no recipients come after the batch. */
async function findLast(
  tx: Tx,
  message: MessageContribution,
  messageId: string,
  after: string,
): Promise<string | undefined> {
  const rows: { id: string }[] = await tx.em.execute(
    `select distinct a.recipient_id as id from ${recipientsSql(message)}
     where m.id = ? and a.recipient_id > ? order by a.recipient_id offset ? limit 1`,
    [messageId, after, batchSize - 1],
  );
  return rows[0]?.id;
}

/**
 * Writes deliveries. If a person receives the message because of several groups, other groups precede the whole town's.
 */
function spreadSql(message: MessageContribution): string {
  const { class: urgency, validUntil, reached } = message;
  const isAtOnce = urgency === 'DIGEST' || message.isImmediate === true; // waits for no other bundle
  const mode = isAtOnce ? 'null' : modeSql(message);
  const digestAt = `case ${mode} when 'DAILY' then d.daily when 'WEEKLY' then d.weekly end`;
  const held = validUntil === undefined ? digestAt : `case when (${validUntil}) > ${digestAt} then ${digestAt} end`;
  return `
insert into delivery (message_id, contact_id, recipient_id, channel, lane, group_id, state, sent_at, due_at)
select distinct on (k.id) m.id, k.id, a.recipient_id, c.name, ?, a.group_id,
  case when c.arrives then 'SENT' when h.until is not null then 'HELD' else 'PENDING' end,
  case when c.arrives then now() end, coalesce(h.until, now())
from json_to_recordset(?::json) as c(${channelColumns})
cross join (select ?::timestamptz as daily, ?::timestamptz as weekly) d
cross join ${recipientsSql(message)} ${contactJoin(message)} cross join lateral (select ${held} as until) h
where m.id = ? and a.recipient_id > ? and a.recipient_id <= coalesce(?::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  and a.recipient_id = coalesce(?::uuid, a.recipient_id) and ${wantedSql(message)}
order by k.id, ${reached === undefined ? '' : 'a.left_by nulls first, '}(${groupOrderSql('a.group_id')})
on conflict do nothing
returning contact_id as "contactId", recipient_id as "recipientId", group_id as "groupId", channel, state,
  case when state = 'HELD' then to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end as "heldUntil"`;
}
