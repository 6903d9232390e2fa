import { v7 } from 'uuid';
import { listAreas } from '../area/area.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal, refusal, sentence } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { Street } from './street.entity.ts';
import { streetsImported } from './street.events.ts';
import { courseOf } from './street.line.rules.ts';
import { readAddressList, readStreetList, type StreetList, type StreetRowFault } from './street.list.rules.ts';
import { mergeStreets, type StreetMerge } from './street.merge.rules.ts';
import { streetKey } from './street.name.rules.ts';
import { mostStreets } from './street.rules.ts';
import { readStreets } from './street.service.ts';

/** CSV: a list of streets. LINES: the lines of the town's areas. ADDRESSES: a list of addressees for letters. */
export type StreetSource = 'CSV' | 'LINES' | 'ADDRESSES';

export interface StreetImportInput {
  readonly source: StreetSource;
  /** Text of the list; null for LINES. */
  readonly csv?: string | null;
  /** Number of the first row of `csv` in its list; null: 1. */
  readonly firstRow?: number | null;
  /** True: nothing is written. */
  readonly isDryRun: boolean;
}

/** Changes that an import made, or would make. */
export interface StreetImport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Names of the first 20 added streets. */
  readonly names: readonly string[];
  readonly faultCount: number;
  /** The first 100 faults. */
  readonly faults: readonly StreetRowFault[];
}

const namesShown = 20;
const faultsShown = 100;

/**
 * Adds the streets of a list to those of the town, all or none; the same import twice changes nothing. Of addressees nothing
 * but the names of their streets is kept. User errors: FAULTY_ROWS with the faults (not for a dry run), EMPTY_LIST,
 * TOO_MANY_ROWS, TOO_MANY_STREETS.
 */
export function importStreets(ctx: Context, municipalityId: string, input: StreetImportInput): Promise<StreetImport> {
  authorize(canRunTown(ctx.actor, municipalityId));
  return write(ctx, async (tx) => {
    await tx.em.execute('select pg_advisory_xact_lock(hashtext(?))', [`streets:${municipalityId}`]);
    const { streets, faults } = await readSource(tx, municipalityId, input);
    const known = await readStreets(tx, 'where t.municipality_id = ? order by t.key, t.district, t.id', [
      municipalityId,
    ]);
    const merge = mergeStreets(known, streets);
    if (known.length + merge.added.length > mostStreets) throw refusal('TOO_MANY_STREETS', 'csv');
    const outcome = outcomeOf(merge, faults);
    if (input.isDryRun) return outcome;
    if (faults.length > 0)
      throw new Refusal({ code: 'FAULTY_ROWS', message: sentence('FAULTY_ROWS'), path: ['csv'] }, { outcome });
    await store(tx, municipalityId, merge);
    return outcome;
  });
}

async function readSource(
  tx: Tx,
  municipalityId: string,
  { source, csv, firstRow }: StreetImportInput,
): Promise<StreetList> {
  const row = firstRow ?? 1;
  if (source === 'ADDRESSES') return readAddressList(csv ?? '', row);
  if (source === 'LINES') return { streets: await linesOf(tx, municipalityId), faults: [] };
  const town = await tx.em.findOne(Municipality, municipalityId);
  if (town === null) throw new DomainError('NOT_FOUND');
  return readStreetList(csv ?? '', town, row);
}

async function linesOf(tx: Tx, municipalityId: string): Promise<StreetList['streets']> {
  const areas = await listAreas(tx, municipalityId);
  return areas.flatMap(({ name, geometry }) =>
    geometry.type === 'MultiLineString' ? [{ name, key: streetKey(name), course: courseOf(geometry) }] : [],
  );
}

function outcomeOf({ added, changed, unchanged }: StreetMerge, faults: readonly StreetRowFault[]): StreetImport {
  return {
    added: added.length,
    changed: changed.length,
    unchanged,
    names: added.slice(0, namesShown).map(({ name }) => name),
    faultCount: faults.length,
    faults: faults.slice(0, faultsShown),
  };
}

async function store(tx: Tx, municipality: string, { added, changed }: StreetMerge): Promise<void> {
  if (added.length + changed.length === 0) return;
  const made = added.map(({ name, key, district = '', course }) =>
    tx.em.create(Street, { id: v7(), municipality, name, key, district, ...course }),
  );
  const known = await tx.em.find(Street, { id: { $in: changed.map(({ id }) => id) }, municipality });
  const changes = new Map(changed.map(({ id, street }) => [id, street]));
  for (const street of known) {
    const { name, district, course } = changes.get(street.id) ?? {};
    // Only a list with districts is the town's own list of streets, whose spelling counts.
    Object.assign(street, district === undefined ? course : { name, district, ...course });
  }
  await tx.em.persist(made).flush();
  await record(tx, streetsImported({ municipalityId: municipality, added: added.length, changed: changed.length }));
}
