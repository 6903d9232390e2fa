import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { localDay } from '../kernel/localTime.ts';
import { batchedRead, rowById, rowsByOwner, rowsOf, idsParameterSql } from '../kernel/rows.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { requireModule, townOf } from '../municipality/municipality.service.ts';
import type { StreetRow } from '../street/street.entity.ts';
import { readHouseInput } from '../street/street.number.rules.ts';
import { houseInSpanSql } from '../street/street.service.ts';
import { addDays, localDate } from './waste.date.rules.ts';
import {
  WasteDate,
  type WasteDateRow,
  WasteDistrict,
  type WasteDistrictRow,
  WasteDistrictStreet,
  WasteKind,
  type WasteKindRow,
} from './waste.entity.ts';
import { canManageWaste, canReadWaste, mostDistricts, mostKinds } from './waste.rules.ts';
import { type WasteDay, groupByDay } from './waste.day.rules.ts';

const readKinds = rowsOf(WasteKind);
const readDistricts = rowsOf(WasteDistrict);
export const readDates = rowsOf(WasteDate);
/** Kind by id, batched into one statement per tick. Callers authorize the read. */
export const kindById = rowById(readKinds);
/** District by id, batched into one statement per tick. Callers authorize the read. */
export const districtById = rowById(readDistricts);
const dateById = rowById(readDates);
/** Streets and ranges of a district. Callers authorize the read. */
export const spansOf = rowsByOwner(
  rowsOf(WasteDistrictStreet),
  ({ district }) => district,
  `where t.district_id in (${idsParameterSql}) order by t.id`,
);

interface InTown {
  readonly municipality: { readonly id: string };
}

/** The row, or null if the actor may not read the waste calendar of its town. NOT_FOUND where the module is off. */
async function readable<Row extends InTown>(ctx: Context, row: Row | null): Promise<Row | null> {
  if (row === null || !canReadWaste(ctx.actor, row.municipality.id).allow) return null;
  return (await townOf(ctx, row)).modules.includes('WASTE') ? row : null;
}

/** Kind for `node(id:)`; null if it is unknown or hidden. */
export async function findKind(ctx: Context, id: string): Promise<WasteKindRow | null> {
  return readable(ctx, await kindById(ctx, id));
}

/** District for `node(id:)`; null if it is unknown or hidden. */
export async function findDistrict(ctx: Context, id: string): Promise<WasteDistrictRow | null> {
  return readable(ctx, await districtById(ctx, id));
}

/** Date for `node(id:)`; null if it is unknown or hidden. */
export async function findDate(ctx: Context, id: string): Promise<WasteDateRow | null> {
  return readable(ctx, await dateById(ctx, id));
}

/** Kinds of a town by name. NOT_FOUND where the module is off. */
export function listKinds(ctx: Context, town: MunicipalityRow): Promise<WasteKindRow[]> {
  requireReadable(ctx, town);
  return readKinds(ctx, 'where t.municipality_id = ? order by t.name, t.id limit ?', [town.id, mostKinds]);
}

/** Districts of a town by name. NOT_FOUND where the module is off. */
export function listDistricts(ctx: Context, town: MunicipalityRow): Promise<WasteDistrictRow[]> {
  requireReadable(ctx, town);
  return readDistricts(ctx, 'where t.municipality_id = ? order by t.name, t.id limit ?', [town.id, mostDistricts]);
}

/** Page of the dates of a town from a day on, earliest first. NOT_FOUND where the module is off. */
export function listDates(
  ctx: Context,
  town: MunicipalityRow,
  from: string | null,
  page: PageArgs,
): Promise<Connection<WasteDateRow>> {
  requireReadable(ctx, town);
  const start = from ?? localDate(ctx.now(), town.timeZone);
  const wanted = 't.municipality_id = ? and t.date >= ?';
  return readPage<WasteDateRow, readonly [date: string, id: string]>(ctx, page, {
    scope: `waste:${town.id}:${start}`,
    positionOf: ({ date, id }) => [date, id],
    load: (limit, position) => {
      const after = position === undefined ? '' : 'and (t.date, t.id) > (?, ?::uuid)';
      const tail = `where ${wanted} ${after} order by t.date, t.id limit ?`;
      return readDates(ctx, tail, [town.id, start, ...(position ?? []), limit]);
    },
    count: async () => {
      const sql = `select count(*)::int as n from waste_date t where ${wanted}`;
      const rows: { n: number }[] = await ctx.em.execute(sql, [town.id, start]);
      return rows[0]?.n ?? 0;
    },
  });
}

function requireReadable(ctx: Context, town: MunicipalityRow): void {
  authorize(canReadWaste(ctx.actor, town.id));
  requireModule(town, 'WASTE');
}

/** Whether the town uses the module and has dates from today on; false for partners without the scope. */
export async function hasCalendar(ctx: Context, town: MunicipalityRow): Promise<boolean> {
  if (!town.modules.includes('WASTE') || !canReadWaste(ctx.actor, town.id).allow) return false;
  return hasDates(ctx, { municipalityId: town.id, day: localDay(ctx.now(), town.timeZone).date });
}

interface AskedTown {
  readonly municipalityId: string;
  readonly day: string;
}

const hasDates = batchedRead(async ({ em }: Pick<Context, 'em'>, asked: readonly AskedTown[]) => {
  const rows: { found: boolean }[] = await em.execute(
    `select exists (select from waste_date t where t.municipality_id = a."municipalityId" and t.date >= a.day) as found
     from json_to_recordset(?::json) as a(n int, "municipalityId" uuid, day date) order by a.n`,
    [JSON.stringify(asked.map((one, n) => ({ ...one, n })))],
  );
  return rows.map(({ found }) => found);
});

/** Maximum number of days of a street that are read at once. */
export const mostDays = 60;
/** Days ahead in which the next collections of a street are looked for. */
const daysAhead = 400;

/**
 * Next days on which bins of a street are collected, today first. Without a house number those of all its houses. Null where
 * the module is off. User errors: BAD_HOUSE_NUMBER.
 */
export async function listStreetDays(
  ctx: Context,
  street: StreetRow,
  houseNumber: string | null,
  first: number,
): Promise<WasteDay[] | null> {
  const house = readHouseInput(houseNumber, 'houseNumber');
  authorize(canReadWaste(ctx.actor, street.municipality.id));
  const town = await townOf(ctx, street);
  if (!town.modules.includes('WASTE')) return null;
  const today = localDate(ctx.now(), town.timeZone);
  const address = { streetId: street.id, number: house?.number ?? null, suffix: house?.suffix ?? '' };
  const dates = await datesOfAddresses(ctx, [address], today, addDays(today, daysAhead));
  const days = groupByDay(dates, await kindsOf(ctx, dates));
  return days.slice(0, Math.max(1, Math.min(first, mostDays)));
}

/** Address whose dates are asked for; without a number all houses of the street. */
export interface Address {
  readonly streetId: string;
  readonly number: number | null;
  readonly suffix: string;
}

/** Dates of all districts to which the addresses belong, both days included, earliest first, each once. */
export function datesOfAddresses(
  ctx: Pick<Context, 'em'>,
  addresses: readonly Address[],
  from: string,
  to: string,
): Promise<WasteDateRow[]> {
  const tail = `where t.date between ? and ? and t.district_id in (
    select s.district_id from waste_district_street s
    join json_to_recordset(?::json) as f("streetId" uuid, house_number int, house_suffix text) on f."streetId" = s.street_id
    where ${houseInSpanSql})
    order by t.date, t.id`;
  const rows = addresses.map(({ streetId, number, suffix }) => ({
    streetId,
    house_number: number,
    house_suffix: suffix,
  }));
  return readDates(ctx, tail, [from, to, JSON.stringify(rows)]);
}

/** Kinds of the dates by id. */
export async function kindsOf(
  ctx: Pick<Context, 'em'>,
  dates: readonly WasteDateRow[],
): Promise<ReadonlyMap<string, WasteKindRow>> {
  const ids = [...new Set(dates.map(({ kind }) => kind.id))];
  const kinds = await Promise.all(ids.map((id) => kindById(ctx, id)));
  return new Map(kinds.flatMap((kind) => (kind === null ? [] : [[kind.id, kind] as const])));
}

/** Whether the bins of a street depend on the house number, because its houses belong to different districts. */
export async function dependsOnHouse(ctx: Context, street: StreetRow): Promise<boolean> {
  const rows: { n: number }[] = await ctx.em.execute(
    `select count(distinct s.district_id)::int as n from waste_district_street s where s.street_id = ? and
      (s.from_number is not null or s.to_number is not null or s.side <> 'ALL')`,
    [street.id],
  );
  return (rows[0]?.n ?? 0) > 0;
}

/** Address of a district for the editors and admins of its town; null for everybody else. */
export function addressOf(
  { actor }: Context,
  { municipality, address, readAt, readFault }: WasteDistrictRow,
): { readonly address: string; readonly readAt: Date | null; readonly readFault: string | null } | null {
  if (address == null || !canManageWaste(actor, municipality.id).allow) return null;
  return { address, readAt: readAt ?? null, readFault: readFault ?? null };
}
