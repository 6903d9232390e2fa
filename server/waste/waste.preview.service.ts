import type { Context } from '../kernel/context.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { type Assigned, assignEntries, type Meanings } from './waste.assign.rules.ts';
import { readWasteList } from './waste.csv.rules.ts';
import type { WasteImport } from './waste.entity.ts';
import { WasteDistrict, WasteKind, WasteLabel } from './waste.entity.ts';
import type { ReadCalendar } from './waste.entry.rules.ts';
import { readIcs } from './waste.ics.rules.ts';
import { compareDates, coveredTime, fingerprintOf, type WasteChanges } from './waste.merge.rules.ts';
import { readDates } from './waste.reading.service.ts';
import { guessTypes, labelKey } from './waste.rules.ts';

/** Kinds that a clerk assigns to the words of a calendar; none: entries with these words are left out. */
export interface LabelChoice {
  readonly label: string;
  readonly kindIds: readonly string[];
}

/** Words of a calendar and what they mean. */
export interface LabelMeaning {
  readonly label: string;
  /** Assigned kinds; empty: left out, or not assigned yet. */
  readonly kindIds: readonly string[];
  /** False: nobody has assigned the words yet. */
  readonly isKnown: boolean;
  /** Kinds that the words seem to mean, for a choice that a clerk confirms. */
  readonly guessIds: readonly string[];
}

/** Effects of an import. */
export interface WastePreview extends Pick<Assigned, 'faults' | 'skipped' | 'unknownDistricts'> {
  readonly changes: WasteChanges;
  readonly labels: readonly LabelMeaning[];
  readonly fingerprint: string;
}

type Source = Pick<WasteImport, 'format' | 'content' | 'municipality' | 'district'>;

/** Reads the text of a calendar. User errors: those of `readIcs` and `readWasteList`. */
export function readCalendar({ format, content }: Pick<Source, 'format' | 'content'>, timeZone: string): ReadCalendar {
  return format === 'ICS' ? readIcs(content, timeZone) : readWasteList(content);
}

/** Effects that the import has with these choices beside those that are remembered. Writes nothing. */
export async function previewImport(
  ctx: Context,
  source: Source,
  choices: readonly LabelChoice[],
): Promise<WastePreview> {
  const { timeZone } = await townOf(ctx, source);
  const municipality = source.municipality.id;
  const kinds = await ctx.em.find(WasteKind, { municipality }, { refresh: true, orderBy: { name: 'asc' } });
  const known = await knownLabels(ctx, municipality, kinds, choices);
  const districts = await ctx.em.find(WasteDistrict, { municipality }, { refresh: true });
  const meanings: Meanings = {
    kinds: known,
    districts: new Map(districts.map(({ key, id }) => [key, id])),
    districtId: source.district?.id ?? null,
  };
  const { dates, labels, ...found } = assignEntries(readCalendar(source, timeZone), meanings);
  const [from, to] = coveredTime(dates);
  const stored = await readDates(
    ctx,
    `where t.municipality_id = ? and t.date between ?::date - 3 and ?::date + 3 order by t.date, t.id`,
    [municipality, from, to < from ? from : to],
  );
  const changes = compareDates(stored, dates);
  return {
    ...found,
    changes,
    labels: labels.map((label) => meaningOf(label, known, kinds)),
    fingerprint: fingerprintOf(changes),
  };
}

/** Whether the import would change dates, or has words or districts that nobody has assigned yet. */
export async function hasChanges(ctx: Context, source: Source): Promise<boolean> {
  const { changes, labels, unknownDistricts } = await previewImport(ctx, source, []);
  const { added, moved, removed, noted } = changes;
  const count = added.length + moved.length + removed.length + noted.length;
  return count > 0 || unknownDistricts.length > 0 || labels.some(({ isKnown }) => !isKnown);
}

/** Kinds by the key of their words: names of kinds, what is remembered, and what is chosen now. */
async function knownLabels(
  { em }: Context,
  municipality: string,
  kinds: readonly WasteKind[],
  choices: readonly LabelChoice[],
): Promise<Map<string, readonly string[]>> {
  const remembered = await em.find(WasteLabel, { municipality }, { refresh: true });
  return new Map([
    ...kinds.map(({ key, id }) => [key, [id]] as const),
    ...remembered.map(({ key, kindIds }) => [key, kindIds] as const),
    ...choices.map(({ label, kindIds }) => [labelKey(label), kindIds] as const),
  ]);
}

function meaningOf(
  label: string,
  known: ReadonlyMap<string, readonly string[]>,
  kinds: readonly WasteKind[],
): LabelMeaning {
  const kindIds = known.get(labelKey(label));
  const guessed = guessTypes(label).flatMap((type) => kinds.find((kind) => kind.type === type)?.id ?? []);
  return { label, kindIds: kindIds ?? [], isKnown: kindIds !== undefined, guessIds: guessed };
}
