import { v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { InputCheck } from '../kernel/payload.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { readHouse } from '../street/street.number.rules.ts';
import { findStreetsOf } from '../street/street.service.ts';
import { isPublicAddress } from './waste.address.rules.ts';
import { planReading } from './waste.address.service.ts';
import { singleSpaced } from './waste.entry.rules.ts';
import {
  type StreetSide,
  WasteDate,
  WasteDistrict,
  WasteDistrictStreet,
  WasteKind,
  type WasteType,
} from './waste.entity.ts';
import { wasteDistrictChanged, wasteKindChanged } from './waste.events.ts';
import { canManageWaste, labelKey, mostDistricts, mostKinds, mostSpans, nameLengths } from './waste.rules.ts';
import { districtById, kindById } from './waste.reading.service.ts';

export interface KindInput {
  readonly municipalityId: string;
  /** Null: a new kind. */
  readonly kindId: string | null;
  readonly type: WasteType;
  readonly name: string;
}

/** Adds or changes a kind. User errors: TOO_SHORT, TOO_LONG, BAD_CHARACTERS, NAME_TAKEN, UNKNOWN_KIND, OUT_OF_RANGE. */
export function setKind(ctx: Context, { municipalityId, kindId, type, name: given }: KindInput): Promise<WasteKind> {
  return manage(ctx, municipalityId, async (tx) => {
    const name = readName(given);
    const key = labelKey(name);
    const taken = await tx.em.findOne(WasteKind, { municipality: municipalityId, key });
    if (taken !== null && taken.id !== kindId) throw refusal('NAME_TAKEN', 'name');
    const kind = kindId === null ? await addKind(tx, municipalityId, { type, name }) : await changeKind();
    await record(tx, wasteKindChanged({ municipalityId, kindId: kind.id }));
    return kind;

    async function changeKind(): Promise<WasteKind> {
      const known = await tx.em.findOne(WasteKind, { id: kindId ?? '', municipality: municipalityId });
      if (known === null) throw refusal('UNKNOWN_KIND', 'kindId');
      return Object.assign(known, { type, name, key });
    }
  });
}

/** Adds a kind; the name must be free. User errors: OUT_OF_RANGE with more than 40 kinds. */
async function addKind(
  tx: Tx,
  municipality: string,
  { type, name }: { readonly type: WasteType; readonly name: string },
): Promise<WasteKind> {
  if ((await tx.em.count(WasteKind, { municipality })) >= mostKinds) throw refusal('OUT_OF_RANGE');
  const kind = tx.em.create(WasteKind, { id: v7(), municipality, type, name, key: labelKey(name) });
  await tx.em.persist(kind).flush();
  return kind;
}

/** Deletes a kind. User errors: IN_USE while dates belong to it. NOT_FOUND for unknown kinds. */
export async function deleteKind(ctx: Context, kindId: string): Promise<void> {
  const kind = await kindById(ctx, kindId);
  if (kind === null) throw new DomainError('NOT_FOUND');
  const municipalityId = kind.municipality.id;
  await manage(ctx, municipalityId, async (tx) => {
    if ((await tx.em.count(WasteDate, { kind: kindId })) > 0) throw refusal('IN_USE');
    await tx.em.execute(
      `update waste_label set kind_ids = array_remove(kind_ids, ?::uuid) where municipality_id = ? and ?::uuid = any(kind_ids)`,
      [kindId, municipalityId, kindId],
    );
    if ((await tx.em.nativeDelete(WasteKind, { id: kindId })) > 0)
      await record(tx, wasteKindChanged({ municipalityId, kindId }));
  });
}

export interface SpanInput {
  readonly streetId: string;
  readonly fromNumber: string | null;
  readonly toNumber: string | null;
  readonly side: StreetSide;
}

export interface DistrictInput {
  readonly municipalityId: string;
  /** Null: a new district. */
  readonly districtId: string | null;
  readonly name: string;
  /** Null: the streets stay as they are. */
  readonly streets: readonly SpanInput[] | null;
  /** Null: it stays as it is; empty: none. */
  readonly address: string | null;
}

/**
 * Adds or changes a district with its streets. User errors: TOO_SHORT, TOO_LONG, BAD_CHARACTERS, NAME_TAKEN,
 * UNKNOWN_DISTRICT, UNKNOWN_STREET, BAD_SPAN, BAD_CALENDAR_ADDRESS, OUT_OF_RANGE.
 */
export function setDistrict(ctx: Context, input: DistrictInput): Promise<WasteDistrict> {
  const { municipalityId, districtId } = input;
  return manage(ctx, municipalityId, async (tx) => {
    const name = readName(input.name);
    const key = labelKey(name);
    const taken = await tx.em.findOne(WasteDistrict, { municipality: municipalityId, key });
    if (taken !== null && taken.id !== districtId) throw refusal('NAME_TAKEN', 'name');
    const district = districtId === null ? await addDistrict(tx, municipalityId, name) : await findOwn();
    Object.assign(district, { name, key });
    await tx.em.flush();
    if (input.streets !== null) await setSpans(tx, district, input.streets);
    if (input.address !== null) await setAddress(tx, district, input.address.trim());
    await record(tx, wasteDistrictChanged({ municipalityId, districtId: district.id }));
    return district;

    async function findOwn(): Promise<WasteDistrict> {
      const known = await tx.em.findOne(WasteDistrict, { id: districtId ?? '', municipality: municipalityId });
      if (known === null) throw refusal('UNKNOWN_DISTRICT', 'districtId');
      return known;
    }
  });
}

async function addDistrict(tx: Tx, municipality: string, name: string): Promise<WasteDistrict> {
  if ((await tx.em.count(WasteDistrict, { municipality })) >= mostDistricts) throw refusal('OUT_OF_RANGE');
  const district = tx.em.create(
    WasteDistrict,
    { id: v7(), municipality, name, key: labelKey(name) },
    { partial: true },
  );
  await tx.em.persist(district).flush();
  return district;
}

async function setSpans(tx: Tx, district: WasteDistrict, streets: readonly SpanInput[]): Promise<void> {
  if (streets.length > mostSpans) throw refusal('OUT_OF_RANGE', 'streets');
  const ids = streets.map(({ streetId }) => streetId);
  const known = new Set((await findStreetsOf(tx, district.municipality.id, ids)).map(({ id }) => id));
  const rows = streets.map(({ streetId, side, ...bounds }, i) => {
    if (!known.has(streetId)) throw refusal('UNKNOWN_STREET', 'streets', String(i), 'streetId');
    const [fromNumber, toNumber] = readBounds(bounds, String(i));
    return tx.em.create(WasteDistrictStreet, { id: v7(), district, street: streetId, fromNumber, toNumber, side });
  });
  await tx.em.nativeDelete(WasteDistrictStreet, { district: district.id });
  await tx.em.persist(rows).flush();
}

/** Bounds in the form "12a". User errors: BAD_SPAN. */
function readBounds(
  { fromNumber, toNumber }: Pick<SpanInput, 'fromNumber' | 'toNumber'>,
  place: string,
): readonly [string | null, string | null] {
  const [from, to] = [fromNumber, toNumber].map((text) => {
    if (text === null || text.trim() === '') return null;
    const house = readHouse(text);
    if (house === undefined) throw refusal('BAD_SPAN', 'streets', place);
    return house;
  });
  if (from != null && to != null && from.number > to.number) throw refusal('BAD_SPAN', 'streets', place);
  return [from ? `${from.number}${from.suffix}` : null, to ? `${to.number}${to.suffix}` : null];
}

async function setAddress(tx: Tx, district: WasteDistrict, address: string): Promise<void> {
  const wanted = address === '' ? null : address;
  if (wanted !== null && !isPublicAddress(tx.config, wanted)) throw refusal('BAD_CALENDAR_ADDRESS', 'address');
  if (wanted === district.address) return;
  Object.assign(district, { address: wanted, readAt: null, readFault: null });
  await planReading(tx, district, wanted === null ? null : tx.now());
}

/** Deletes a district with its dates. NOT_FOUND for unknown districts. */
export async function deleteDistrict(ctx: Context, districtId: string): Promise<void> {
  const district = await districtById(ctx, districtId);
  if (district === null) throw new DomainError('NOT_FOUND');
  const municipalityId = district.municipality.id;
  await manage(ctx, municipalityId, async (tx) => {
    if ((await tx.em.nativeDelete(WasteDistrict, { id: districtId })) > 0)
      await record(tx, wasteDistrictChanged({ municipalityId, districtId }));
  });
}

/** Runs a change of the settings in one transaction, one at a time for each town. */
export function manage<T>(ctx: Context, municipalityId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  authorize(canManageWaste(ctx.actor, municipalityId));
  return write(ctx, async (tx) => {
    await requireModuleIn(tx, municipalityId, 'WASTE');
    await tx.em.execute('select pg_advisory_xact_lock(hashtext(?))', [`waste:${municipalityId}`]);
    return work(tx);
  });
}

function readName(text: string): string {
  const check = new InputCheck();
  const name = check.text(text, nameLengths, 'name');
  check.done();
  return singleSpaced(name);
}
