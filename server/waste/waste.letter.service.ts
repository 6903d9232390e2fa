import type { Context } from '../kernel/context.ts';
import { dateLocale } from '../kernel/locale.ts';
import { fillText } from '../kernel/mail.render.ts';
import { type Letter, NoLongerWanted, type StoredMessage } from '../kernel/message.ts';
import { houseInSpanSql } from '../street/street.service.ts';
import { groupByDay, type WasteDay } from './waste.day.rules.ts';
import { dateOfNumber } from './waste.date.rules.ts';
import { nameIn } from './waste.names.rules.ts';
import { kindsOf, readDates } from './waste.reading.service.ts';
import type { WasteDateRow } from './waste.entity.ts';

/** FROM clause of the followers `f` who chose the reminder, with the districts `s` of their addresses. */
const remindedSql = `waste_district_street s
  join street_follow f on f.street_id = s.street_id and f.reminds_of_waste and ${houseInSpanSql}`;

/** SQL of the day of a reminder, which its version holds as yyyymmdd. */
const reminderDaySql = `to_date(m.version::text, 'YYYYMMDD')`;

/** Recipients of the reminder: everybody who chose it for an address with bins on the day. */
export const reminderAudienceSql = `
  select distinct f.recipient_id, null::uuid as group_id
  from waste_date d join ${remindedSql} on s.district_id = d.district_id
  where d.municipality_id = m.subject_id and d.date = ${reminderDaySql}`;

/** Recipients of the message about moved dates: everybody who chose the reminder for an address with one of them. */
export const movedAudienceSql = `
  select distinct f.recipient_id, null::uuid as group_id
  from waste_date d join ${remindedSql} on s.district_id = d.district_id
  where d.moved_by = m.subject_id`;

/** End of the use of a reminder: 06:00 of the day in the time zone of the town. */
export const collectionSql = `(select (${reminderDaySql} + time '06:00') at time zone t.time_zone
  from municipality t where t.id = m.municipality_id)`;

/** Dates of a recipient's addresses that a message is about, earliest first. */
function datesOfMessage(
  ctx: Pick<Context, 'em'>,
  recipientId: string,
  { kind, subjectId, version }: StoredMessage,
): Promise<WasteDateRow[]> {
  const mine = `exists (select from ${remindedSql} where s.district_id = t.district_id and f.recipient_id = ?)`;
  if (kind === 'WASTE_MOVED')
    return readDates(ctx, `where t.moved_by = ? and ${mine} order by t.date, t.id`, [subjectId, recipientId]);
  const day = dateOfNumber(version ?? 0);
  return readDates(ctx, `where t.municipality_id = ? and t.date = ? and ${mine} order by t.id`, [
    subjectId,
    day,
    recipientId,
  ]);
}

/** First day that a message is about, with the bins of the recipient; null: none of them is left. */
export async function dayOfMessage(
  ctx: Pick<Context, 'em'>,
  recipientId: string,
  message: StoredMessage,
): Promise<WasteDay | null> {
  const dates = await datesOfMessage(ctx, recipientId, message);
  return groupByDay(dates, await kindsOf(ctx, dates))[0] ?? null;
}

/** Words of a reminder: the kinds, the day, and the addresses if there are several. Throws NoLongerWanted. */
export async function reminderWords(ctx: Context, { message, recipient }: Letter): Promise<Record<string, string>> {
  const day = await dayOfMessage(ctx, recipient.id, message);
  if (day === null) throw new NoLongerWanted();
  return {
    kinds: day.kinds.map((kind) => nameIn(kind, recipient.locale)).join(', '),
    day: dayText(day.date, recipient.locale),
    movedFrom: day.movedFrom === null ? '' : dayText(day.movedFrom, recipient.locale),
    addresses: await addressesOf(ctx, recipient.id, day.date),
  };
}

/** Names of the recipient's streets with bins on the day if they are several, without house numbers; else empty. */
async function addressesOf({ em }: Context, recipientId: string, date: string): Promise<string> {
  const rows: { name: string }[] = await em.execute(
    `select distinct x.name from ${remindedSql} join street x on x.id = s.street_id
     join waste_date d on d.district_id = s.district_id where f.recipient_id = ? and d.date = ? order by x.name`,
    [recipientId, date],
  );
  return rows.length < 2 ? '' : rows.map(({ name }) => name).join(', ');
}

/** Maximum number of moved dates that a message names. */
const mostLines = 10;

/** Lines about moved dates, each bin once. Throws NoLongerWanted. */
export async function movedLines(ctx: Context, { message, recipient }: Letter, line: string): Promise<string> {
  const dates = await datesOfMessage(ctx, recipient.id, message);
  const kinds = await kindsOf(ctx, dates);
  const lines = dates.map(({ date, movedFrom, kind: { id } }) => {
    const kind = kinds.get(id);
    return fillText(line, {
      kind: kind === undefined ? '' : nameIn(kind, recipient.locale),
      to: dayText(date, recipient.locale),
      from: dayText(movedFrom ?? date, recipient.locale),
    });
  });
  if (lines.length === 0) throw new NoLongerWanted();
  return [...new Set(lines)].slice(0, mostLines).join('\n');
}

/** "Mittwoch, 7. April". */
function dayText(date: string, locale: string): string {
  const style = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(dateLocale(locale), style).format(new Date(`${date}T00:00:00Z`));
}
