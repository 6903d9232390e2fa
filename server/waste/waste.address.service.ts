import { v7 } from 'uuid';
import { type Context } from '../kernel/context.ts';
import { decodeText } from '../kernel/csv.ts';
import { Refusal } from '../kernel/errors.ts';
import { type Tx, write } from '../kernel/events.ts';
import { enqueue, enqueueAgain } from '../kernel/jobs.ts';
import { askOutside, OutsideError } from '../kernel/outside.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { addressOfYear, readingPauseMs } from './waste.address.rules.ts';
import { localDate } from './waste.date.rules.ts';
import { WasteDistrict, WasteImport } from './waste.entity.ts';
import { readWasteAddress } from './waste.events.ts';
import { readIcs } from './waste.ics.rules.ts';
import { hasChanges } from './waste.preview.service.ts';

/** Maximum size of a calendar that is read from an address, and the time that its server has. */
const limits = { maxBytes: 2_000_000, timeoutMs: 20_000 } as const;

/** Plans when the address of a district is read next; null: never. */
export async function planReading(tx: Tx, district: WasteDistrict, at: Date | null): Promise<void> {
  district.readsAt = at;
  await tx.em.flush();
  if (at !== null)
    await enqueue(tx, readWasteAddress, { districtId: district.id, at: at.toISOString() }, { startAfter: at });
}

/**
 * Reads the address of a district and keeps the calendar as an open import if it would change something; somebody applies
 * it. A job for another time than the planned one does nothing. The fault of the reading is kept at the district.
 */
export async function readAddress(
  ctx: Context,
  { districtId, at }: { readonly districtId: string; readonly at: string },
): Promise<void> {
  const district = await ctx.em.findOne(WasteDistrict, districtId, { refresh: true });
  if (district?.address == null || district.readsAt?.toISOString() !== at) return;
  if (ctx.now() < district.readsAt) {
    await write(ctx, (tx) => enqueueAgain(tx, readWasteAddress, { districtId, at }, new Date(at)));
    return;
  }
  const { timeZone } = await townOf(ctx, district);
  const year = Number(localDate(ctx.now(), timeZone).slice(0, 4));
  const read = await fetchCalendar(ctx, addressOfYear(district.address, year), timeZone);
  await write(ctx, async (tx) => {
    const known = await tx.em.findOne(WasteDistrict, districtId, { refresh: true });
    if (known === null || known.readsAt?.toISOString() !== at) return; // changed while it was read
    Object.assign(known, { readAt: tx.now(), readFault: 'fault' in read ? read.fault : null });
    if ('content' in read) await keepImport(tx, known, read.content);
    await planReading(tx, known, new Date(tx.now().getTime() + readingPauseMs));
  });
}

type Fetched = { readonly content: string } | { readonly fault: string };

async function fetchCalendar(ctx: Context, address: string, timeZone: string): Promise<Fetched> {
  try {
    const { status, bytes } = await askOutside(ctx.config, address, limits);
    if (status !== 200) return { fault: 'UNREACHABLE' };
    const content = decodeText(bytes);
    readIcs(content, timeZone);
    return { content };
  } catch (error) {
    if (error instanceof OutsideError) return { fault: error.code };
    if (error instanceof Refusal) return { fault: error.userErrors[0]?.code ?? 'NOT_A_CALENDAR' };
    throw error;
  }
}

/** Keeps the newest calendar of the address in place of an older one that nobody has decided about. */
async function keepImport(tx: Tx, district: WasteDistrict, content: string): Promise<void> {
  const municipality = district.municipality.id;
  await tx.em.nativeDelete(WasteImport, { district: district.id, fileName: null, state: 'OPEN' });
  const made = tx.em.create(
    WasteImport,
    { id: v7(), municipality, district: district.id, format: 'ICS', content, state: 'OPEN', createdAt: tx.now() },
    { partial: true },
  );
  await tx.em.persist(made).flush();
  if (!(await hasChanges(tx, made))) await tx.em.remove(made).flush();
}
