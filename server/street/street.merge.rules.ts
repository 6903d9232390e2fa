import type { StreetRow } from './street.entity.ts';
import type { ListedStreet } from './street.list.rules.ts';
import { districtKey } from './street.name.rules.ts';

/** Street that the town has already; only the columns that a merge compares. */
export type KnownStreet = Pick<StreetRow, 'id' | 'name' | 'key' | 'district' | 'line'>;

export interface StreetChange {
  readonly id: string;
  readonly street: ListedStreet;
}

/** Changes that a list makes. */
export interface StreetMerge {
  readonly added: readonly ListedStreet[];
  readonly changed: readonly StreetChange[];
  readonly unchanged: number;
}

/**
 * Compares a list with the streets of the town. A list that names districts adds a street for each district, and renames a
 * street whose spelling differs; a street without a district takes that of the first row of its name. Another list adds what
 * is unknown in every district, and lines to streets that have none. No list removes a street or a line, and the same list
 * again changes nothing.
 */
export function mergeStreets(known: readonly KnownStreet[], listed: readonly ListedStreet[]): StreetMerge {
  const byKey = Map.groupBy(known, ({ key }) => key);
  const added: ListedStreet[] = [];
  const changed: StreetChange[] = [];
  const taken = new Set<string>();
  const districts = Map.groupBy(listed, ({ key }) => key);
  for (const street of listed) {
    const same = byKey.get(street.key) ?? [];
    const rows = districts.get(street.key) ?? [];
    const found = findSame(same, street, rows, taken);
    if (found === undefined) {
      if (street.district !== undefined || rows[0] === street) added.push(street);
      continue;
    }
    taken.add(found.id);
    if (differs(found, street)) changed.push({ id: found.id, street });
  }
  return { added, changed, unchanged: listed.length - added.length - changed.length };
}

/** Street that the town knows already under this name and district. */
function findSame(
  same: readonly KnownStreet[],
  street: ListedStreet,
  rows: readonly ListedStreet[],
  taken: ReadonlySet<string>,
): KnownStreet | undefined {
  const { district } = street;
  if (district === undefined) return same.find(({ line }) => line == null) ?? same[0];
  const exact = same.find((one) => districtKey(one.district) === districtKey(district));
  if (exact !== undefined) return exact;
  const isNamed = rows.some((row) => row.district === '');
  return isNamed ? undefined : same.find((one) => one.district === '' && !taken.has(one.id));
}

function differs(known: KnownStreet, { name, district, course }: ListedStreet): boolean {
  if (district === undefined) return course !== undefined && known.line == null;
  if (known.name !== name || known.district !== district) return true;
  return course !== undefined && JSON.stringify(course.line) !== JSON.stringify(known.line);
}
