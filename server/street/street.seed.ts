import type { Seed, SeededTown } from '../kernel/context.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { Street } from './street.entity.ts';
import { followStreet } from './street.follow.service.ts';
import { importStreets } from './street.import.service.ts';

/** Place around which the lines below lie, and the town to which they belong; elsewhere they are moved to the centre. */
const home = { ags: '07138073', lat: 50.5995, lon: 7.2185 } as const;

interface SeededStreet {
  readonly name: string;
  readonly district?: string;
  /** Demo course as [longitude, latitude]; absent: none. */
  readonly line?: readonly (readonly [lon: number, lat: number])[];
  /** Houses of the followers; 0: the whole street. The first follower is the citizen whom the demo shows. */
  readonly followers?: readonly number[];
}

const streets: readonly SeededStreet[] = [
  {
    name: 'Vogtsgasse',
    line: [
      [7.2147, 50.5993],
      [7.2163, 50.5996],
      [7.2179, 50.5998],
    ],
    followers: [12, 3, 5, 0, 14, 21, 8],
  },
  {
    name: 'Linzer Straße',
    line: [
      [7.2179, 50.5998],
      [7.2186, 50.5978],
      [7.2197, 50.5948],
      [7.2212, 50.5905],
    ],
    followers: [0, 4, 17, 22, 0, 31, 33, 40, 0, 52, 6, 9],
  },
  {
    name: 'Schulstraße',
    line: [
      [7.2198, 50.6003],
      [7.2212, 50.6007],
      [7.2231, 50.6012],
    ],
    followers: [0, 7, 11],
  },
  {
    name: 'Rheinpromenade',
    line: [
      [7.2141, 50.5969],
      [7.2139, 50.5985],
      [7.2143, 50.6001],
      [7.2151, 50.6019],
    ],
    followers: [0, 0, 2, 10, 16, 18],
  },
  {
    name: 'Frankfurter Straße',
    line: [
      [7.2179, 50.5998],
      [7.2189, 50.6012],
      [7.2201, 50.6034],
      [7.2208, 50.6061],
    ],
    followers: [0, 26, 27, 35, 41],
  },
  {
    name: 'Pützgasse',
    line: [
      [7.2158, 50.5986],
      [7.2168, 50.599],
    ],
    followers: [3],
  },
  {
    name: 'Kamener Straße',
    line: [
      [7.2206, 50.6034],
      [7.2224, 50.6029],
      [7.2241, 50.6035],
    ],
  },
  {
    name: 'Prälat-Schwarz-Straße',
    line: [
      [7.2189, 50.5985],
      [7.2207, 50.5989],
    ],
  },
  {
    name: 'Kirchstraße',
    line: [
      [7.2163, 50.5996],
      [7.2167, 50.5982],
    ],
  },
  {
    name: 'Lühlingsgasse',
    line: [
      [7.2152, 50.5999],
      [7.2166, 50.6003],
    ],
  },
  {
    name: 'Im Hochkreuz',
    line: [
      [7.2231, 50.6012],
      [7.2243, 50.6004],
      [7.2252, 50.5996],
    ],
  },
  {
    name: 'Scheurener Straße',
    district: 'Scheuren',
    line: [
      [7.2208, 50.6061],
      [7.2213, 50.6078],
    ],
  },
  { name: 'Am Graben' },
  { name: 'Auf dem Rheinbüchel', district: 'Heister' },
];

/** Streets with demo lines, and followers: the imports and choices of the demonstration. */
export const seedStreets: Seed = async (town) => {
  const csv = (await rowsFor(town)).join('\n');
  await importStreets(town.at(town.admin, -24 * 30), town.id, { source: 'CSV', csv, isDryRun: false });
  const made = await town.services.em.fork().find(Street, { municipality: town.id });
  const ids = new Map(made.map(({ name, id }) => [name, id]));
  for (const { name, followers = [] } of streets) await addFollowers(town, ids.get(name) ?? '', followers);
};

async function rowsFor({ services, id, ags }: SeededTown): Promise<string[]> {
  const { lat, lon } = await services.em.fork().findOneOrFail(Municipality, id);
  const east = ags === home.ags ? 0 : lon - home.lon;
  const north = ags === home.ags ? 0 : lat - home.lat;
  return streets.map(({ name, district = '', line = [] }) => {
    const points = line.map(([x, y]) => `${(x + east).toFixed(5)} ${(y + north).toFixed(5)}`);
    return `${name};${district};${points.length === 0 ? '' : `"LINESTRING (${points.join(', ')})"`}`;
  });
}

async function addFollowers(town: SeededTown, streetId: string, houses: readonly number[]): Promise<void> {
  for (const [i, house] of houses.entries()) {
    const person = town.citizens[i];
    if (person === undefined) return;
    const ctx = town.at(person, -24 * 20 + i);
    await followStreet(ctx, { streetId, houseNumber: house === 0 ? null : String(house), byEmail: i % 3 === 0 });
  }
}
