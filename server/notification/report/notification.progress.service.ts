import type { Context } from '../../kernel/context.ts';
import { batchedRead, idsIn, idsParameterSql } from '../../kernel/rows.ts';
import type { EscalationReason, EscalationStep } from '../escalation/notification.escalation.entity.ts';
import type { DeliveryState, FailureKind } from '../notification.entity.ts';
import { type FailureReason, reasonOf } from './notification.report.rules.ts';

/** FAILED: will not arrive. WAITING: is tried again. CANCELLED: was not sent. */
export type TroubleState = 'FAILED' | 'WAITING' | 'CANCELLED';

/** Deliveries of a channel that did not go well for the same reason. */
export interface Trouble {
  readonly state: TroubleState;
  readonly reason: FailureReason;
  readonly count: number;
}

/** Numbers of deliveries of a channel by state. */
interface Counts {
  readonly pending: number;
  readonly held: number;
  readonly sending: number;
  readonly sent: number;
  /** Number of deliveries in `sent` that have not bounced for 72 hours; 0: the channel reads no bounces. */
  readonly noBounce: number;
  readonly delivered: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly unknown: number;
  /** Share of those that were to leave at once; null: none. */
  readonly withinTenSeconds: number | null;
  readonly troubles: readonly Trouble[];
}

export interface ChannelProgress extends Counts {
  readonly channel: string;
  /** False: the message only lies in the app. */
  readonly leavesApp: boolean;
  readonly people: number;
}

/** Numbers of a delivery report; the fields of DeliveryProgress in the schema describe them. */
export interface Progress {
  readonly startedAt: Date;
  readonly changedAt: Date;
  readonly people: number;
  readonly reached: number;
  readonly reachedInMinute: number;
  readonly waiting: number;
  readonly failed: number;
  readonly inAppOnly: number;
  readonly withinTenSeconds: number | null;
  readonly channels: readonly ChannelProgress[];
  readonly curve: readonly { readonly at: Date; readonly reached: number }[];
  readonly escalations: readonly EscalationCount[];
}

/** Number of equal steps that followed because the message did not arrive, or was not acknowledged. */
export interface EscalationCount {
  readonly step: EscalationStep;
  readonly because: EscalationReason;
  /** Channel of the substitutes; null: reminders. */
  readonly channel: string | null;
  readonly count: number;
}

/** Maximum number of points of the curve. */
const mostPoints = 60;

/** Hours after which hardly any mail server reports a failure any more. */
const bounceHours = 72;

/** Deliveries with the same channel, state and failure. */
interface Count {
  readonly channel: string;
  readonly state: DeliveryState;
  readonly failure: string | null;
  readonly failureKind: FailureKind | null;
  readonly count: number;
  /** Number of those for which a bounce would have come by now. */
  readonly aged: number;
  /** Number of those that were to leave at once. */
  readonly prompt: number;
  /** Number of those that left at once and were handed over within 10 seconds. */
  readonly inTime: number;
}

interface ProgressRow {
  readonly id: string;
  readonly startedAt: string;
  readonly changedAt: string | null;
  readonly counts: readonly Count[] | null;
  readonly channels: readonly { readonly channel: string; readonly people: number }[] | null;
  readonly people: number;
  readonly reached: number;
  readonly reachedInMinute: number;
  readonly waiting: number;
  readonly failed: number;
  readonly curve: readonly { readonly at: string; readonly reached: number }[] | null;
  /** Absent: numbers that were stored before there were escalations. */
  readonly escalations?: readonly EscalationCount[] | null;
}

/** Reads the numbers of messages with one statement, also for a whole page of messages. */
const readRows = batchedRead<AskedProgress, ProgressRow | null>(async ({ em }, asked) => {
  const inApp = asked[0]?.inApp ?? [];
  const ids = idsIn(asked.map(({ messageId }) => messageId));
  const kept: { numbers: ProgressRow }[] = await em.execute(keptSql, [ids]);
  const rows: ProgressRow[] = await em.execute(progressSql, [JSON.stringify(inApp), ids]);
  const byId = new Map([...rows, ...kept.map(({ numbers }) => numbers)].map((row) => [row.id, row]));
  return asked.map(({ messageId }) => byId.get(messageId) ?? null);
});

/** Numbers that were stored before the retention deleted deliveries; they are complete, the deliveries may not be. */
const keptSql = `select numbers from delivery_summary where message_id in (${idsParameterSql})`;

/** Stores the numbers of messages as they are now; those of a message that are stored already stay. */
export async function keepNumbers({ em }: Context, inApp: readonly string[], ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await em.execute(
    `insert into delivery_summary (message_id, numbers) select p.id, to_json(p) from (${progressSql}) p
     on conflict (message_id) do nothing`,
    [JSON.stringify(inApp), idsIn(ids)],
  );
}

/** Names of the channels whose deliveries only lie in the app. */
export function inAppChannels({ registry }: Context): string[] {
  return registry.channels.filter(({ jobs }) => jobs.length === 0).map(({ name }) => name);
}

interface AskedProgress {
  readonly messageId: string;
  /** Channels whose deliveries only lie in the app; equal for all questions of a product. */
  readonly inApp: readonly string[];
}

/**
 * Deliveries `d` of the messages, then people `q` with the time at which the first delivery that leaves the app was
 * handed over. The curve has one point for each sixtieth of the people reached, so that it is exact where much happens.
 */
const progressSql = `
with d as materialized (
  select d.message_id, d.recipient_id, d.channel, d.state, d.failure, d.failure_kind, d.changed_at,
    coalesce(d.sent_at, d.changed_at, m.at) as left_at, m.at, coalesce(d.released_at, m.at) as starts_at, d.state in ('SENT', 'DELIVERED') as arrived,
    d.state in ('PENDING', 'HELD', 'SENDING') as waits,
    d.channel not in (select json_array_elements_text(?::json)) as leaves,
    d.bundle is null and d.state not in ('HELD', 'CANCELLED') as prompt
  from message m join delivery d on d.message_id = m.id where m.id in (${idsParameterSql})
), counted as (
  select message_id, channel, state, failure, failure_kind, count(*)::int as count, max(changed_at) as changed_at,
    max(left_at) as left_at, count(*) filter (where prompt)::int as prompt,
    count(*) filter (where left_at < now() - interval '${bounceHours} hours')::int as aged,
    count(*) filter (where prompt and arrived and left_at <= starts_at + interval '10 seconds')::int as in_time
  from d group by 1, 2, 3, 4, 5
), q as (
  select message_id, recipient_id, min(at) as at, min(left_at) filter (where leaves and arrived) as reached_at,
    bool_or(leaves and waits) as waits, bool_or(leaves and state in ('FAILED', 'UNKNOWN')) as fails
  from d group by 1, 2
), ranked as (
  select message_id, reached_at, row_number() over w as reached, ntile(${mostPoints}) over w as tile
  from q where reached_at is not null window w as (partition by message_id order by reached_at)
), points as (
  select message_id, max(reached_at) as at, max(reached)::int as reached from ranked group by message_id, tile
)
select q.message_id as id, min(q.at) as "startedAt",
  (select max(greatest(c.changed_at, c.left_at)) from counted c where c.message_id = q.message_id) as "changedAt",
  (select json_agg(json_build_object('channel', c.channel, 'state', c.state, 'failure', c.failure,
      'failureKind', c.failure_kind, 'count', c.count, 'aged', c.aged, 'prompt', c.prompt, 'inTime', c.in_time))
    from counted c where c.message_id = q.message_id) as counts,
  (select json_agg(e) from (
      select d.channel, count(distinct d.recipient_id)::int as people from d where d.message_id = q.message_id
      group by d.channel) e) as channels,
  count(*)::int as people, count(q.reached_at)::int as reached,
  count(*) filter (where q.reached_at <= q.at + interval '60 seconds')::int as "reachedInMinute",
  count(*) filter (where q.reached_at is null and q.waits)::int as waiting,
  count(*) filter (where q.reached_at is null and not q.waits and q.fails)::int as failed,
  (select json_agg(json_build_object('at', p.at, 'reached', p.reached) order by p.at)
    from points p where p.message_id = q.message_id) as curve,
  (select json_agg(e order by e.step, e.count desc) from (
      select x.step, x.because, x.channel, count(*)::int as count from escalation x where x.message_id = q.message_id
      group by x.step, x.because, x.channel) e) as escalations
from q group by q.message_id`;

/** Numbers of a message; all zero until the message is fanned out. `startedAt`: time of its event. */
export async function readProgress(
  ctx: Context,
  { id, at }: { readonly id: string; readonly at: Date },
): Promise<Progress> {
  const { channels } = ctx.registry;
  const inApp = inAppChannels(ctx);
  const row = await readRows(ctx, { messageId: id, inApp });
  if (row === null) return nothing(at);
  const { people, reached, waiting, failed, reachedInMinute } = row;
  const counts = row.counts ?? [];
  const peopleOf = new Map(row.channels?.map((one) => [one.channel, one.people]));
  return {
    startedAt: at,
    changedAt: row.changedAt === null ? at : new Date(row.changedAt),
    people,
    reached,
    reachedInMinute,
    waiting,
    failed,
    inAppOnly: people - reached - waiting - failed,
    withinTenSeconds: shareInTime(counts.filter(({ channel }) => !inApp.includes(channel))),
    channels: channels
      .filter(({ name }) => peopleOf.has(name))
      .map(({ name, readsBounces }) => ({
        ...progressOf(
          counts.filter(({ channel }) => channel === name),
          readsBounces?.(ctx.config) === true,
        ),
        channel: name,
        leavesApp: !inApp.includes(name),
        people: peopleOf.get(name) ?? 0,
      })),
    curve: (row.curve ?? []).map((point) => ({ at: new Date(point.at), reached: point.reached })),
    escalations: row.escalations ?? [],
  };
}

function nothing(at: Date): Progress {
  const none = { people: 0, reached: 0, reachedInMinute: 0, waiting: 0, failed: 0, inAppOnly: 0 };
  return { startedAt: at, changedAt: at, ...none, withinTenSeconds: null, channels: [], curve: [], escalations: [] };
}

function progressOf(counts: readonly Count[], readsBounces: boolean): Counts {
  const inState = (state: DeliveryState): number =>
    counts.reduce((sum, one) => sum + (one.state === state ? one.count : 0), 0);
  return {
    pending: inState('PENDING'),
    held: inState('HELD'),
    sending: inState('SENDING'),
    sent: inState('SENT'),
    noBounce: readsBounces ? counts.reduce((sum, one) => sum + (one.state === 'SENT' ? one.aged : 0), 0) : 0,
    delivered: inState('DELIVERED'),
    failed: inState('FAILED'),
    cancelled: inState('CANCELLED'),
    unknown: inState('UNKNOWN'),
    withinTenSeconds: shareInTime(counts),
    troubles: troublesOf(counts),
  };
}

function shareInTime(counts: readonly Count[]): number | null {
  const prompt = counts.reduce((sum, one) => sum + one.prompt, 0);
  return prompt === 0 ? null : counts.reduce((sum, one) => sum + one.inTime, 0) / prompt;
}

/** State of a trouble by the state of a delivery that has a failure; other states are no trouble. */
const troubleStates: Partial<Record<DeliveryState, TroubleState>> = {
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
  PENDING: 'WAITING',
  SENDING: 'WAITING',
};

/** Failures with equal reasons as one; most frequent first. */
function troublesOf(counts: readonly Count[]): readonly Trouble[] {
  const sums = new Map<string, Trouble>();
  for (const { state, failure, failureKind, count } of counts) {
    const trouble = troubleStates[state];
    if (trouble === undefined || failure === null) continue;
    const reason = reasonOf({ state, failure, failureKind });
    const key = `${trouble} ${reason}`;
    sums.set(key, { state: trouble, reason, count: (sums.get(key)?.count ?? 0) + count });
  }
  return [...sums.values()].sort((a, b) => b.count - a.count);
}
