import type { Context } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { timeZonesSql } from '../../municipality/municipality.service.ts';
import { quietHoursSql } from '../../recipient/recipient.service.ts';
import { releaseHeld } from '../notification.events.ts';
import { messageOf } from '../notification.recipients.service.ts';
import type { Claimed } from '../sending/notification.claim.service.ts';
import { type QuietHours, quietUntil } from './notification.quiet.rules.ts';

/** Delivery of a job, with the quiet hours of its recipient. */
interface Waiting {
  readonly messageId: string;
  readonly contactId: string;
  readonly kind: string;
  readonly timeZone: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Holds those deliveries of a job whose recipients have quiet hours now, until these end; returns the others. A message
 * without an interest is not held, because its recipient asked for it a moment ago.
 */
export async function holdQuiet(ctx: Context, claim: string, claimed: readonly Claimed[]): Promise<readonly Claimed[]> {
  if (claimed.length === 0) return claimed;
  const waiting: Waiting[] = await ctx.em.execute(waitingSql, [claim]);
  const endOf = endsAt(ctx.now());
  const urgent = await findUrgent(ctx, claim, new Set(waiting.map(({ kind }) => kind)));
  const held = waiting.flatMap(({ messageId, contactId, kind, ...hours }) => {
    const until = messageOf(ctx.registry, kind).interest === null ? null : endOf(hours);
    if (until === null) return [];
    const before = urgent.get(keyOf({ messageId, contactId }));
    const isTooLate = before !== undefined && until.getTime() > before - warningMs;
    return isTooLate ? [] : [{ messageId, contactId, until: until.toISOString() }];
  });
  return withoutHeld(ctx, claimed, held);
}

/** Milliseconds between the end of quiet hours and the moment of `urgentBefore` at which the message may still be held. */
const warningMs = 2 * 3_600_000;

/**
 * Epoch milliseconds before which recipients of urgent messages must know of them, by the keys of the deliveries of a job. Without such
 * kinds it costs no statement.
 */
async function findUrgent(ctx: Context, claim: string, kinds: ReadonlySet<string>): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const kind of kinds) {
    const { urgentBefore } = messageOf(ctx.registry, kind);
    if (urgentBefore === undefined) continue;
    const rows: { messageId: string; contactId: string; ms: number | null }[] = await ctx.em.execute(
      `select d.message_id as "messageId", d.contact_id as "contactId",
         (extract(epoch from (${urgentBefore})) * 1000)::float8 as ms
       from delivery d join message m on m.id = d.message_id
       where d.claim = ? and d.state = 'SENDING' and m.kind = ?`,
      [claim, kind],
    );
    for (const { ms, ...row } of rows) if (ms !== null) found.set(keyOf(row), ms);
  }
  return found;
}

/** Delivery whose recipient sleeps, with the end of the quiet hours, ISO 8601. */
type Sleeping = Pick<Waiting, 'messageId' | 'contactId'> & { readonly until: string };

/** Deliveries of a job whose recipients have quiet hours now. */
export async function findSleeping(ctx: Context, claim: string): Promise<Sleeping[]> {
  const waiting: Waiting[] = await ctx.em.execute(waitingSql, [claim]);
  const endOf = endsAt(ctx.now());
  return waiting.flatMap(({ messageId, contactId, ...hours }) => {
    const until = endOf(hours);
    return until === null ? [] : [{ messageId, contactId, until: until.toISOString() }];
  });
}

/** Holds deliveries until the quiet hours end; returns the others of the job. */
export async function withoutHeld<One extends Pick<Claimed, 'messageId' | 'contactId'>>(
  ctx: Context,
  claimed: readonly One[],
  held: readonly Sleeping[],
): Promise<readonly One[]> {
  if (held.length === 0) return claimed;
  await write(ctx, async (tx) => {
    await tx.em.execute(holdSql, [JSON.stringify(held)]);
    for (const dueAt of new Set(held.map(({ until }) => until)))
      await enqueue(tx, releaseHeld, { dueAt }, { startAfter: new Date(dueAt) });
  });
  const keys = new Set(held.map(keyOf));
  return claimed.filter((one) => !keys.has(keyOf(one)));
}

/** Returns quietUntil() for one moment, which is computed once for equal quiet hours. */
function endsAt(at: Date): (hours: QuietHours) => Date | null {
  const known = new Map<string, Date | null>();
  return (hours) => {
    const key = `${hours.timeZone} ${hours.from} ${hours.to}`;
    const end = known.has(key) ? (known.get(key) ?? null) : quietUntil(at, hours);
    known.set(key, end);
    return end;
  };
}

const waitingSql = `
select d.message_id as "messageId", d.contact_id as "contactId", m.kind,
  coalesce(r.time_zone, t.time_zone) as "timeZone", r.quiet_from as "from", r.quiet_to as "to"
from delivery d join message m on m.id = d.message_id join (${timeZonesSql}) t on t.id = m.municipality_id
  join (${quietHoursSql}) r on r.id = d.recipient_id
where d.claim = ? and d.state = 'SENDING' and r.quiet_from <> r.quiet_to`;

/** A held delivery was not tried. */
const holdSql = `
update delivery d set state = 'HELD', due_at = h.until, attempts = d.attempts - 1, claim = null
from json_to_recordset(?::json) as h("messageId" uuid, "contactId" uuid, until timestamptz)
where d.message_id = h."messageId" and d.contact_id = h."contactId" and d.state = 'SENDING'`;

/** Names a delivery. */
export function keyOf({ messageId, contactId }: Pick<Claimed, 'messageId' | 'contactId'>): string {
  return `${messageId}.${contactId}`;
}
