import type { Context } from '../../kernel/context.ts';
import { announce, write } from '../../kernel/events.ts';
import { enqueueAgain } from '../../kernel/jobs.ts';
import { v7 } from 'uuid';
import {
  channelColumns,
  contactJoin,
  messageOf,
  offeredRows,
  recipientsSql,
  wantedSql,
} from '../notification.recipients.service.ts';
import type { DeliveryState, FailureKind, Lane, Message } from '../notification.entity.ts';
import { endersOf, notEndedSql } from '../ending/notification.ending.rules.ts';
import { deliveryTopic } from '../notification.events.ts';
import { emergencySql } from './notification.emergency.service.ts';
import { noteHostPauses, hostPausesSql } from './notification.hostPause.service.ts';
import { sendQueue } from './notification.sender.ts';

/** Delivery that a job sends. */
export interface Claimed {
  readonly messageId: string;
  readonly contactId: string;
  readonly recipientId: string;
  readonly groupId: string | null;
  readonly token: string;
  /** Number of started tries, including this one. */
  readonly attempts: number;
}

/** Result of a try. */
export interface Result {
  readonly messageId: string;
  readonly contactId: string;
  readonly state: DeliveryState;
  readonly failure: string | null;
  readonly failureKind: FailureKind | null;
  /** For a digest: ids of the messages that it contains. The other deliveries that it bundles are cancelled. */
  readonly covers?: readonly string[];
}

/** Maximum number of deliveries per job. */
export const mostClaimed = 500;

/**
 * Takes up to 500 deliveries of a lane that are due, in one statement. If the process of the job was killed, it first
 * takes again what it had taken before. The statement also reads the pauses of hosts.
 */
export async function claimDeliveries(ctx: Context, channel: string, lane: Lane, claim: string): Promise<Claimed[]> {
  const rows: (Claimed & { readonly pauses: string | null })[] = await ctx.em.execute(claimSql, [
    claim,
    channel,
    lane,
    mostClaimed,
    claim,
  ]);
  const [first] = rows;
  if (first !== undefined) noteHostPauses(ctx, first.pauses);
  return rows.map(({ pauses: _pauses, ...claimed }) => claimed);
}

const claimSql = `
with own as (
  select message_id, contact_id from delivery where claim = ? and state = 'SENDING'
), due as (
  select message_id, contact_id from delivery
  where channel = ? and lane = ? and state = 'PENDING' and due_at <= now()
  order by due_at limit (select ? - count(*) from own) for update skip locked
), taken as (
  update delivery d set state = 'SENDING', attempts = d.attempts + 1, claim = ?
  from (select * from own union all select * from due) t
  where d.message_id = t.message_id and d.contact_id = t.contact_id
  returning d.message_id as "messageId", d.contact_id as "contactId", d.recipient_id as "recipientId",
    d.group_id as "groupId", d.token, d.attempts
)
select *, case when row_number() over () = 1 then (${hostPausesSql}) end as pauses from taken`;

/**
 * Contacts of deliveries of one message whose recipients still want and may get it, with the groups because of which
 * they get it now; none if the message is useless by now.
 */
export async function findWanted(
  ctx: Context,
  { id, ...about }: Pick<Message, 'id' | 'kind' | 'municipality'>,
  channel: string,
  claimed: readonly Claimed[],
): Promise<Map<string, readonly (string | null)[]>> {
  const rows = await readWanted(ctx, about, { channel, claimed, which: 'm.id = ?', value: id });
  return new Map(rows.map(({ contactId, groups }) => [contactId, groups]));
}

/**
 * Groups by message of the deliveries that are still wanted, of several messages of one kind and town, in one statement. `claimed` are deliveries to one contact.
 */
export async function findWantedMessages(
  ctx: Context,
  about: Pick<Message, 'kind' | 'municipality'>,
  channel: string,
  claimed: readonly Claimed[],
): Promise<Map<string, readonly (string | null)[]>> {
  const which = 'm.id in (select value::uuid from json_array_elements_text(?::json))';
  const value = JSON.stringify(claimed.map(({ messageId }) => messageId));
  const rows = await readWanted(ctx, about, { channel, claimed, which, value });
  const contacts = new Set(claimed.map(({ contactId }) => contactId));
  return new Map(
    rows.filter(({ contactId }) => contacts.has(contactId)).map(({ messageId, groups }) => [messageId, groups]),
  );
}

interface WantedQuery {
  readonly channel: string;
  readonly claimed: readonly Claimed[];
  /** SQL condition that chooses the messages `m`, with one parameter. */
  readonly which: string;
  readonly value: string;
}

interface WantedRow {
  readonly messageId: string;
  readonly contactId: string;
  readonly groups: (string | null)[];
}

async function readWanted(
  ctx: Context,
  { kind, municipality }: Pick<Message, 'kind' | 'municipality'>,
  { channel, claimed, which, value }: WantedQuery,
): Promise<readonly WantedRow[]> {
  const message = messageOf(ctx.registry, kind);
  const offered = await offeredRows(ctx, message, municipality.id);
  const recipients = JSON.stringify([...new Set(claimed.map(({ recipientId }) => recipientId))]);
  // The arrays let the database look up these recipients alone, instead of the whole audience.
  const isAsked = 'any(array(select value::uuid from json_array_elements_text(?::json)))';
  return ctx.em.execute(
    `select m.id as "messageId", k.id as "contactId", array_agg(a.group_id) as groups
     from json_to_recordset(?::json) as c(${channelColumns}) cross join ${recipientsSql(message)} ${contactJoin(message)}
     where ${which} and a.recipient_id = ${isAsked}
       and coalesce((${message.validUntil ?? 'null::timestamptz'}) > ?, true)
       and ${wantedSql(message)}${notEndedSql(endersOf(ctx.registry.messages, kind))} group by m.id, k.id`,
    [JSON.stringify(offered.filter(({ name }) => name === channel)), value, recipients, ctx.now().toISOString()],
  );
}

/** Answer of the statement that stores results. */
export interface StoredResults {
  /** Ids of the messages whose reports change; messages to one person have none. */
  readonly messageIds: readonly string[];
  /** Whether readPause() would answer a pause, so that a job needs no statement of its own for the question. */
  readonly emergencyWaits: boolean;
}

/** Stores results of tries in one statement. No events are recorded, because the delivery rows are the log. */
export async function storeResults({ em }: Context, results: readonly Result[]): Promise<StoredResults> {
  const hasDigests = results.some(({ covers }) => covers !== undefined);
  const [stored]: StoredResults[] = await em.execute(hasDigests ? storeDigestsSql : storeSql, [
    JSON.stringify(results),
  ]);
  return stored ?? { messageIds: [], emergencyWaits: false };
}

const resultRows = `r as (select * from json_to_recordset(?::json)
  as r("messageId" uuid, "contactId" uuid, state text, failure text, "failureKind" text, covers json))`;

const storedSql = `stored as (
  update delivery d set state = r.state, failure = r.failure, failure_kind = r."failureKind",
    sent_at = case when r.state = 'SENT' then now() end, changed_at = now()
  from r where d.message_id = r."messageId" and d.contact_id = r."contactId" and d.state = 'SENDING'
  returning d.message_id, d.lane
)`;

/** Deliveries that a digest bundles end with it. */
const bundledSql = `bundled as (
  update delivery d set
    state = case when c.is_in then r.state else 'CANCELLED' end,
    failure = case when c.is_in then r.failure else 'NO_LONGER_WANTED' end,
    failure_kind = case when c.is_in then r."failureKind" end,
    sent_at = case when c.is_in and r.state = 'SENT' then now() end, changed_at = now()
  from r cross join delivery h
  cross join lateral (
    select exists (select from json_array_elements_text(r.covers) v where v::uuid = h.message_id) as is_in) c
  where r.covers is not null and h.bundle = r."messageId" and h.contact_id = r."contactId" and h.state = 'HELD'
    and d.message_id = h.message_id and d.contact_id = h.contact_id
  returning d.message_id
)`;

const changedSql = `select message_id from stored where lane <> 'PERSONAL'`;

/** Select of StoredResults; `changed`: select of the ids of changed messages. */
function answerSql(changed: string): string {
  return `select array(${changed}) as "messageIds", (${emergencySql}) as "emergencyWaits"`;
}

const storeSql = `with ${resultRows}, ${storedSql} ${answerSql(`${changedSql} group by message_id`)}`;
const storeDigestsSql = `with ${resultRows}, ${storedSql}, ${bundledSql}
${answerSql(`${changedSql} union select message_id from bundled`)}`;

/** Delivery that is tried again later. */
export interface PutBack extends Pick<Claimed, 'messageId' | 'contactId' | 'attempts'> {
  readonly failure: string | null;
  readonly failureKind: FailureKind | null;
  /** Seconds until the next try; 0: it goes on waiting, as if it had not been taken. */
  readonly wait: number;
}

/** Puts deliveries back, and adds the jobs that take them when they are due, in one transaction. */
export function putBack(ctx: Context, channel: string, lane: Lane, deliveries: readonly PutBack[]): Promise<void> {
  return write(ctx, async (tx) => {
    await tx.em.execute(
      `update delivery d set state = 'PENDING', attempts = r.attempts, failure = r.failure, failure_kind = r."failureKind",
         due_at = case when r.wait > 0 then now() + make_interval(secs => r.wait) else d.due_at end, changed_at = now()
       from json_to_recordset(?::json)
         as r("messageId" uuid, "contactId" uuid, attempts int, failure text, "failureKind" text, wait float8)
       where d.message_id = r."messageId" and d.contact_id = r."contactId" and d.state = 'SENDING'`,
      [JSON.stringify(deliveries)],
    );
    if (lane !== 'PERSONAL') {
      for (const messageId of new Set(deliveries.map((one) => one.messageId)))
        announce(tx, deliveryTopic, { messageId });
    }
    for (const wait of new Set(deliveries.map((one) => one.wait)))
      await enqueueAgain(tx, sendQueue(channel, lane), { claim: v7() }, new Date(0), wait);
  });
}
