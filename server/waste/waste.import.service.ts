import { v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { decodeText } from '../kernel/csv.ts';
import { authorize, DomainError, Refusal, refusal, sentence } from '../kernel/errors.ts';
import { record, type Tx } from '../kernel/events.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { addDays, localDate } from './waste.date.rules.ts';
import { WasteDate, WasteDistrict, WasteImport, WasteKind, WasteLabel } from './waste.entity.ts';
import { wasteImported } from './waste.events.ts';
import { addUsualKinds } from './waste.kinds.service.ts';
import type { WasteChanges } from './waste.merge.rules.ts';
import { type LabelChoice, previewImport, readCalendar, type WastePreview } from './waste.preview.service.ts';
import { canManageWaste, labelKey } from './waste.rules.ts';
import { manage } from './waste.settings.service.ts';

/** Days from today in which followers get a message about a moved date. */
const nearDays = 14;
/** Maximum number of open imports that a list shows. */
export const mostImports = 20;

export interface Upload {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** District of a calendar that names none; null: the calendar names the districts. */
  readonly districtId: string | null;
}

/**
 * Keeps an uploaded calendar, which changes no date yet. A town without kinds gets the usual ones. User errors:
 * NOT_A_CALENDAR, HEAD_MISSING, TOO_MANY_ENTRIES, UNKNOWN_DISTRICT, DISTRICT_MISSING.
 */
export async function keepUpload(
  ctx: Context,
  municipalityId: string,
  { bytes, fileName, districtId }: Upload,
): Promise<WasteImport> {
  authorize(canManageWaste(ctx.actor, municipalityId));
  const { timeZone } = await townOf(ctx, { municipality: { id: municipalityId } });
  const content = decodeText(bytes).replaceAll('\0', '');
  const isIcs = /^[\s\u{feff}]*BEGIN:VCALENDAR/iu.test(content.slice(0, 200)) || /\.(ics|ical)$/i.test(fileName);
  const format = isIcs ? 'ICS' : 'CSV';
  const { entries } = readCalendar({ format, content }, timeZone);
  if (districtId === null && entries.some(({ district }) => district === null))
    throw refusal('DISTRICT_MISSING', 'district');
  return manage(ctx, municipalityId, async (tx) => {
    const municipality = municipalityId;
    if (districtId !== null && (await tx.em.count(WasteDistrict, { id: districtId, municipality })) === 0)
      throw refusal('UNKNOWN_DISTRICT', 'district');
    await addUsualKinds(tx, municipalityId);
    await tx.em.nativeDelete(WasteImport, { municipality, state: 'OPEN', fileName });
    const created = {
      id: v7(),
      municipality,
      district: districtId,
      fileName,
      format,
      content,
      createdAt: tx.now(),
    } as const;
    const made = tx.em.create(WasteImport, created, { partial: true });
    await tx.em.persist(made).flush();
    return made;
  });
}

/** Import for the editors and admins of its town; null for everybody else. */
export async function findImport(ctx: Context, id: string): Promise<WasteImport | null> {
  const found = await ctx.em.findOne(WasteImport, id);
  return found !== null && canManageWaste(ctx.actor, found.municipality.id).allow ? found : null;
}

/** Open imports of a town, the newest first; for its editors and admins. */
export function listImports(ctx: Context, municipalityId: string): Promise<WasteImport[]> {
  authorize(canManageWaste(ctx.actor, municipalityId));
  const where = { municipality: municipalityId, state: 'OPEN' } as const;
  return ctx.em.find(WasteImport, where, { orderBy: { id: 'desc' }, limit: mostImports });
}

/** Effects of an open import; null after the decision. User errors: UNKNOWN_KIND. */
export async function preview(
  ctx: Context,
  made: WasteImport,
  choices: readonly LabelChoice[],
): Promise<WastePreview | null> {
  authorize(canManageWaste(ctx.actor, made.municipality.id));
  if (made.state !== 'OPEN') return null;
  await requireKinds(ctx, made.municipality.id, choices);
  return previewImport(ctx, made, choices);
}

export interface ApplyInput {
  readonly importId: string;
  readonly choices: readonly LabelChoice[];
  /** Fingerprint of the preview whose changes shall be made. */
  readonly fingerprint: string;
  /** True: entries with faults are left out. */
  readonly acceptsFaults: boolean;
}

/**
 * Makes the changes of an import and remembers the choices. User errors: IMPORT_DECIDED, UNKNOWN_KIND, FAULTY_ENTRIES,
 * PREVIEW_OUTDATED with the new preview. NOT_FOUND for unknown imports.
 */
export async function applyImport(ctx: Context, input: ApplyInput): Promise<WasteImport> {
  const known = await ctx.em.findOne(WasteImport, input.importId);
  if (known === null) throw new DomainError('NOT_FOUND');
  return manage(ctx, known.municipality.id, async (tx) => {
    const made = await tx.em.findOneOrFail(WasteImport, input.importId, { refresh: true });
    if (made.state !== 'OPEN') throw refusal('IMPORT_DECIDED');
    await requireKinds(tx, made.municipality.id, input.choices);
    const found = await previewImport(tx, made, input.choices);
    if (found.faults.length > 0 && !input.acceptsFaults) throw refusal('FAULTY_ENTRIES', 'acceptsFaults');
    if (found.fingerprint !== input.fingerprint)
      throw new Refusal(
        { code: 'PREVIEW_OUTDATED', message: sentence('PREVIEW_OUTDATED'), path: ['fingerprint'] },
        { import: made },
      );
    await remember(tx, made.municipality.id, input.choices);
    await applyChanges(tx, made, found.changes);
    Object.assign(made, { state: 'APPLIED', content: '', decidedAt: tx.now() });
    await tx.em.flush();
    return made;
  });
}

/** Discards an import; repeated calls change nothing. NOT_FOUND for unknown imports. */
export async function discardImport(ctx: Context, importId: string): Promise<WasteImport> {
  const known = await ctx.em.findOne(WasteImport, importId);
  if (known === null) throw new DomainError('NOT_FOUND');
  return manage(ctx, known.municipality.id, async (tx) => {
    const made = await tx.em.findOneOrFail(WasteImport, importId, { refresh: true });
    if (made.state === 'OPEN') Object.assign(made, { state: 'DISCARDED', content: '', decidedAt: tx.now() });
    return made;
  });
}

async function requireKinds(ctx: Context, municipality: string, choices: readonly LabelChoice[]): Promise<void> {
  const ids = [...new Set(choices.flatMap(({ kindIds }) => kindIds))];
  const count = await ctx.em.count(WasteKind, { id: { $in: ids }, municipality });
  if (count < ids.length) throw refusal('UNKNOWN_KIND', 'choices');
}

async function remember(tx: Tx, municipality: string, choices: readonly LabelChoice[]): Promise<void> {
  const rows = choices.map(({ label, kindIds }) => ({ municipality, key: labelKey(label), kindIds: [...kindIds] }));
  if (rows.length > 0) await tx.em.upsertMany(WasteLabel, rows);
}

async function applyChanges(tx: Tx, { id, municipality }: WasteImport, changes: WasteChanges): Promise<void> {
  const { added, moved, removed, noted } = changes;
  const { timeZone } = await townOf(tx, { municipality });
  const today = localDate(tx.now(), timeZone);
  const isNear = (date: string): boolean => date >= today && date <= addDays(today, nearDays);
  const near = moved.filter(({ from, to }) => isNear(from) || isNear(to));
  const changedAt = tx.now();
  await tx.em.nativeDelete(WasteDate, { id: { $in: removed.map((one) => one.id) } });
  await moveDates(tx, id, moved, new Set(near.map((one) => one.id)));
  for (const one of noted) await tx.em.nativeUpdate(WasteDate, { id: one.id }, { movedFrom: one.movedFrom, changedAt });
  const rows = added.map(({ districtId: district, kindId: kind, date, movedFrom }) =>
    tx.em.create(WasteDate, { id: v7(), municipality, district, kind, date, movedFrom, changedAt }, { partial: true }),
  );
  await tx.em.persist(rows).flush();
  const counts = { added: added.length, moved: moved.length, removed: removed.length };
  if (counts.added + counts.moved + counts.removed + noted.length === 0) return;
  const facts = { municipalityId: municipality.id, importId: id, ...counts, isNear: near.length > 0 };
  await record(tx, wasteImported(facts));
}

/** Moves dates in one statement, because one may take the day that another one leaves. */
async function moveDates(
  tx: Tx,
  importId: string,
  moved: WasteChanges['moved'],
  near: ReadonlySet<string>,
): Promise<void> {
  if (moved.length === 0) return;
  const rows = moved.map(({ id, to, movedFrom }) => ({
    id,
    date: to,
    moved: movedFrom,
    by: near.has(id) ? importId : null,
  }));
  const gone: { id: string }[] = await tx.em.execute(
    `with n as (select * from json_to_recordset(?::json) as n(id uuid, date date, moved date, by uuid)),
     gone as (delete from waste_date d using n where d.id = n.id returning d.id, d.municipality_id, d.district_id, d.kind_id)
     select * from gone`,
    [JSON.stringify(rows)],
  );
  await tx.em.execute(
    `insert into waste_date (id, municipality_id, district_id, kind_id, date, moved_from, moved_by, changed_at)
     select n.id, g.municipality_id, g.district_id, g.kind_id, n.date, n.moved, n.by, ?
     from json_to_recordset(?::json) as n(id uuid, date date, moved date, by uuid)
     join json_to_recordset(?::json) as g(id uuid, municipality_id uuid, district_id uuid, kind_id uuid) on g.id = n.id`,
    [tx.now(), JSON.stringify(rows), JSON.stringify(gone)],
  );
}
