import type { Context } from '../../kernel/context.ts';
import type { Letter } from '../../kernel/message.ts';

/* Money is counted in hundredths of a cent. */

/** SMS whose cost is reserved. */
export interface PlannedSms {
  readonly contactId: string;
  readonly cost: number;
}

/** Delivery by its ids, and the town and month whose budget pays. */
export interface SmsPayer {
  readonly messageId: string;
  readonly municipalityId: string;
  readonly month: string;
}

/** Month of a moment in a time zone: "2026-11". */
export function monthOf(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now).slice(0, 7);
}

/**
 * Reserves the cost of SMS in one statement that concurrent senders cannot overspend: all of them, or none if the budget
 * of the month does not suffice. `isUrgent`: the budget is no limit. Returns whether they are reserved.
 */
export async function reserveSms(
  ctx: Pick<Context, 'em'>,
  payer: SmsPayer,
  planned: readonly PlannedSms[],
  isUrgent: boolean,
): Promise<boolean> {
  if (planned.length === 0 || (await tryReserve(ctx, payer, planned, isUrgent))) return true;
  return (await releaseUnused(ctx, payer.municipalityId)) && tryReserve(ctx, payer, planned, isUrgent);
}

async function tryReserve(
  { em }: Pick<Context, 'em'>,
  { messageId, municipalityId, month }: SmsPayer,
  planned: readonly PlannedSms[],
  isUrgent: boolean,
): Promise<boolean> {
  const cost = planned.reduce((sum, one) => sum + one.cost, 0);
  const rows: unknown[] = await em.execute(reserveSql, [
    municipalityId,
    month,
    cost,
    isUrgent,
    messageId,
    JSON.stringify(planned),
  ]);
  return rows.length > 0;
}

/** The row of the month is locked by the update, which then compares with the newest amount. */
const reserveSql = `
with wish as (select ?::uuid as municipality_id, ?::text as month, ?::int as cost, ?::boolean as is_urgent),
budget as (select coalesce((select budget from sms_settings s join wish w on s.municipality_id = w.municipality_id), 0) as most),
paid as (
  insert into sms_spending as s (municipality_id, month, amount)
  select municipality_id, month, cost from wish cross join budget where is_urgent or cost <= most
  on conflict (municipality_id, month) do update set amount = s.amount + excluded.amount
    where (select is_urgent from wish) or s.amount + excluded.amount <= (select most from budget)
  returning municipality_id, month)
insert into sms (message_id, contact_id, municipality_id, month, amount, is_settled, timeouts)
select ?::uuid, r."contactId", p.municipality_id, p.month, r.cost, false, 0
from paid p cross join json_to_recordset(?::json) as r("contactId" uuid, cost int)
returning contact_id`;

/** Gives the money of SMS back that will never be sent; returns whether there were any. */
async function releaseUnused({ em }: Pick<Context, 'em'>, municipalityId: string): Promise<boolean> {
  const rows: unknown[] = await em.execute(
    `with freed as (delete from sms s where s.municipality_id = ? and ${unusedSql} returning s.municipality_id, s.month, s.amount),
     sums as (select municipality_id, month, sum(amount)::int as amount from freed group by 1, 2)
     update sms_spending p set amount = p.amount - f.amount from sums f
     where p.municipality_id = f.municipality_id and p.month = f.month returning p.month`,
    [municipalityId],
  );
  return rows.length > 0;
}

/** SQL condition: the SMS `s` has a reservation, and its delivery ended without it, or was deleted. */
const unusedSql = `not s.is_settled and s.timeouts = 0 and not exists (
  select from delivery d where d.message_id = s.message_id and d.contact_id = s.contact_id
    and d.state in ('PENDING', 'HELD', 'SENDING'))`;

/** Delivery of an SMS. */
export interface SmsKey {
  readonly messageId: string;
  readonly contactId: string;
}

/** Ids of the letters whose cost is reserved, in one statement. */
export async function findReserved({ em }: Context, letters: readonly Letter[]): Promise<ReadonlySet<string>> {
  const keys = letters.map(({ message, contactId }, n) => ({ n, messageId: message.id, contactId }));
  const rows: { n: number }[] = await em.execute(
    `select k.n from json_to_recordset(?::json) as k(n int, "messageId" uuid, "contactId" uuid)
     where exists (select from sms s where s.message_id = k."messageId" and s.contact_id = k."contactId")`,
    [JSON.stringify(keys)],
  );
  return new Set(rows.flatMap(({ n }) => letters[n]?.id ?? []));
}

/** Result of an SMS at the gateway. */
export interface Settlement extends SmsKey {
  /** Price; null: the reserved amount stands. */
  readonly price: number | null;
  readonly gatewayId: string | null;
}

/** Replaces reserved costs by prices, in one statement. Tries that the gateway did not answer in time stay counted. */
export async function settleSms({ em }: Context, settlements: readonly Settlement[]): Promise<void> {
  await em.execute(settleSql, [JSON.stringify(settlements)]);
}

/** The months of several towns are locked in one order, so that two batches cannot deadlock. */
const settleSql = `
with said as (
  select * from json_to_recordset(?::json) as r("messageId" uuid, "contactId" uuid, price int, "gatewayId" text)),
old as (
  select s.message_id, s.contact_id, s.amount / (s.timeouts + 1) as one, s.amount, r.price, r."gatewayId"
  from sms s join said r on s.message_id = r."messageId" and s.contact_id = r."contactId"
  where not s.is_settled for update of s),
new as (
  update sms s set amount = s.amount - o.one + coalesce(o.price, o.one), is_settled = true, gateway_id = o."gatewayId"
  from old o where s.message_id = o.message_id and s.contact_id = o.contact_id
  returning s.municipality_id, s.month, s.amount - o.amount as difference),
sums as (
  select municipality_id, month, sum(difference)::int as difference from new group by 1, 2 having sum(difference) <> 0),
paid as (
  select p.municipality_id, p.month, n.difference from sms_spending p
  join sums n on p.municipality_id = n.municipality_id and p.month = n.month
  order by p.municipality_id, p.month for update of p)
update sms_spending p set amount = p.amount + n.difference from paid n
where p.municipality_id = n.municipality_id and p.month = n.month`;

/** Counts the cost once more, because the gateway may send the message although it did not answer in time. */
export async function countTimeout({ em }: Context, { messageId, contactId }: SmsKey): Promise<void> {
  await em.execute(
    `with again as (
       update sms set timeouts = timeouts + 1, amount = amount + amount / (timeouts + 1)
       where message_id = ? and contact_id = ? and not is_settled
       returning municipality_id, month, amount / (timeouts + 1) as one)
     update sms_spending p set amount = p.amount + a.one from again a
     where p.municipality_id = a.municipality_id and p.month = a.month`,
    [messageId, contactId],
  );
}

/** Amount that the town reserved or paid in the month, without SMS that will never be sent. */
export async function spentIn({ em }: Context, municipalityId: string, month: string): Promise<number> {
  const [row]: { amount: number }[] = await em.execute(
    `select coalesce((select amount from sms_spending where municipality_id = ? and month = ?), 0)
       - coalesce((select sum(s.amount)::int from sms s where s.municipality_id = ? and s.month = ? and ${unusedSql}), 0)
       as amount`,
    [municipalityId, month, municipalityId, month],
  );
  return row?.amount ?? 0;
}
