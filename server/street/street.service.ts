import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { batchedRead, idsIn, idsParameterSql, rowById, rowsOf } from '../kernel/rows.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { Street, type StreetRow } from './street.entity.ts';
import { searchKey } from './street.name.rules.ts';
import { canReadStreets, fewestShown, worksFor } from './street.rules.ts';

export const readStreets = rowsOf(Street);
/** Street by id, batched into one statement per tick. Callers authorize the read. */
export const streetById = rowById(readStreets);

/** The street, or null if it does not exist or the actor may not read the streets of its town. */
export async function findStreet(ctx: Context, id: string): Promise<StreetRow | null> {
  const street = await streetById(ctx, id);
  return street !== null && canReadStreets(ctx.actor, street.municipality.id).allow ? street : null;
}

/** Streets of the town among these ids. Callers authorize the read. */
export function findStreetsOf(ctx: Context, municipalityId: string, ids: readonly string[]): Promise<StreetRow[]> {
  const tail = `where t.municipality_id = ? and t.id in (${idsParameterSql}) order by t.key, t.district, t.id`;
  return readStreets(ctx, tail, [municipalityId, idsIn(ids)]);
}

/** Order of a list: streets whose name begins with what was typed, then those whose name contains it. */
type StreetPosition = readonly [rank: number, key: string, district: string, id: string];

/** Page of the streets of a town by name; `search` is the beginning of a name in any spelling, or a word of it. */
export function listStreets(
  ctx: Context,
  { id: municipalityId }: Pick<MunicipalityRow, 'id'>,
  search: string | null | undefined,
  page: PageArgs,
): Promise<Connection<StreetRow>> {
  authorize(canReadStreets(ctx.actor, municipalityId));
  const key = searchKey(search);
  const wanted = `t.municipality_id = ? and t.key like ?`;
  const params = [municipalityId, `%${key}%`];
  return readPage<StreetRow, StreetPosition>(ctx, page, {
    scope: `streets:${municipalityId}:${key}`,
    positionOf: (row) => [row.key.startsWith(key) ? 0 : 1, row.key, row.district, row.id],
    load: (limit, position) => {
      const rank = `case when t.key like ? then 0 else 1 end`;
      const after = position === undefined ? '' : `and (${rank}, t.key, t.district, t.id) > (?::int, ?, ?, ?::uuid)`;
      const tail = `where ${wanted} ${after} order by ${rank}, t.key, t.district, t.id limit ?`;
      const begun = `${key}%`;
      const from = position === undefined ? [] : [begun, ...position];
      return readStreets(ctx, tail, [...params, ...from, begun, limit]);
    },
    count: async () => {
      const rows: { n: number }[] = await ctx.em.execute(
        `select count(*)::int as n from street t where ${wanted}`,
        params,
      );
      return rows[0]?.n ?? 0;
    },
  });
}

const followersById = batchedRead(async ({ em }, ids: readonly string[]) => {
  const rows: { id: string; n: number }[] = await em.execute(
    `select street_id as id, count(*)::int as n from street_follow where street_id in (${idsParameterSql})
     group by street_id having count(*) >= ?`,
    [idsIn(ids), fewestShown],
  );
  const byId = new Map(rows.map(({ id, n }) => [id, n]));
  return ids.map((id) => byId.get(id) ?? null);
});

/** Number of followers of a street for the staff of its town; null below five, and for everybody else. */
export async function countFollowers(
  ctx: Context,
  { id, municipality }: Pick<StreetRow, 'id' | 'municipality'>,
): Promise<number | null> {
  return worksFor(ctx.actor, municipality.id) ? followersById(ctx, id) : null;
}

const numberSql = (column: string): string => `substring(s.${column}::text from '^[0-9]+')::int`;
const letterSql = (column: string): string => `lower(coalesce(substring(s.${column}::text from '[a-zA-Z]$'), ''))`;
const houseSql = `(f.house_number, f.house_suffix collate "C")`;
const boundSql = (column: string): string => `(${numberSql(column)}, ${letterSql(column)} collate "C")`;

/**
 * SQL condition: the house `f` (house_number, house_suffix) lies in the span `s` (from_number, to_number, side) of its street.
 * Numbers of spans are integers or texts such as '12a', null is an open end, and side is ALL, ODD or EVEN. Without a house
 * number each span of the street matches. A letter comes after the number alone: 12–12 holds 12 and 12a, 12a–12c holds
 * neither 12 nor 12d.
 */
export const houseInSpanSql = `(f.house_number is null or (
  (s.side = 'ALL' or f.house_number % 2 = case s.side when 'ODD' then 1 else 0 end)
  and (s.from_number is null or ${houseSql} >= ${boundSql('from_number')})
  and (s.to_number is null or case ${letterSql('to_number')} when '' then f.house_number <= ${numberSql('to_number')}
    else ${houseSql} <= ${boundSql('to_number')} end)))`;

/**
 * SELECT of recipient_id of everybody who follows a street of the spans and whose house lies in one of them. `spans` is a
 * SELECT of (street_id, from_number, to_number, side), as houseInSpanSql reads them.
 */
export function followersOfSpansSql(spans: string): string {
  return `
    select distinct f.recipient_id from (${spans}) s join street_follow f on f.street_id = s.street_id
    where ${houseInSpanSql}`;
}
