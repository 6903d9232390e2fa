import type { Seed, SeededTown } from '../kernel/context.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { Street, StreetFollow } from '../street/street.entity.ts';
import { setReminder } from '../street/street.follow.service.ts';
import { addDays, localDate } from './waste.date.rules.ts';
import { applyImport, keepUpload } from './waste.import.service.ts';
import { previewImport } from './waste.preview.service.ts';
import { setDistrict } from './waste.settings.service.ts';

interface SeededDistrict {
  readonly name: string;
  readonly streets: readonly string[];
  /** Collections: the usual name of the kind, days from today to the first one, days between two of them. Tomorrow has bins also if it is a Sunday. */
  readonly rounds: readonly (readonly [kind: string, first: number, every: number])[];
}

const districts: readonly SeededDistrict[] = [
  {
    name: 'Altstadt',
    streets: [
      'Vogtsgasse',
      'Linzer Straße',
      'Schulstraße',
      'Rheinpromenade',
      'Pützgasse',
      'Kirchstraße',
      'Lühlingsgasse',
    ],
    rounds: [
      ['Biotonne', 1, 14],
      ['Altpapier', 1, 28],
      ['Restmüll', 6, 14],
      ['Gelbe Tonne', 9, 14],
      ['Weihnachtsbäume', 43, 400],
    ],
  },
  {
    name: 'Oberstadt',
    streets: ['Frankfurter Straße', 'Kamener Straße', 'Im Hochkreuz', 'Scheurener Straße', 'Am Graben'],
    rounds: [
      ['Restmüll', 2, 14],
      ['Biotonne', 5, 14],
      ['Gelbe Tonne', 8, 14],
      ['Altpapier', 12, 28],
    ],
  },
];
/** Days ahead for which the demonstration has dates. */
const daysAhead = 180;

/** Two districts of the demonstration, with a bin tomorrow, one moved date, and citizens who are reminded. */
export const seedWaste: Seed = async (town) => {
  const ctx = town.at(town.admin, -24 * 9);
  const { timeZone } = await townOf(ctx, { municipality: { id: town.id } });
  const today = localDate(town.services.now(), timeZone);
  const streets = await town.services.em.fork().find(Street, { municipality: town.id });
  const idOf = new Map(streets.map(({ name, id }) => [name, id]));
  for (const { name, streets: names } of districts) {
    const spans = names.flatMap((street) => {
      const streetId = idOf.get(street);
      return streetId === undefined ? [] : [{ streetId, fromNumber: null, toNumber: null, side: 'ALL' as const }];
    });
    await setDistrict(ctx, { municipalityId: town.id, districtId: null, name, streets: spans, address: null });
  }
  const rows = districts.flatMap((district) => rowsOf(district, today));
  await takeOver(town, ['Datum;Bezirk;Abfallart;Hinweis', ...rows].join('\n'));
  await chooseReminders(town);
};

function rowsOf({ name, rounds }: SeededDistrict, today: string): string[] {
  return rounds.flatMap(([kind, first, every]) => {
    const count = Math.max(1, Math.ceil((daysAhead - first) / every));
    return Array.from({ length: count }, (_one, n) => {
      const date = first === 1 ? addDays(today, 1 + n * every) : workday(addDays(today, first + n * every));
      // The second collection of residual waste is a day late, as after a holiday.
      const isMoved = kind === 'Restmüll' && n === 1;
      const note = isMoved ? `verschoben von ${date}` : '';
      return `${isMoved ? workday(addDays(date, 1)) : date};${name};${kind};${note}`;
    });
  });
}

/** The date, or the Monday after a Sunday: nobody empties bins on Sundays. */
function workday(date: string): string {
  return new Date(date).getUTCDay() === 0 ? addDays(date, 1) : date;
}

async function takeOver(town: SeededTown, list: string): Promise<void> {
  const ctx = town.at(town.admin, -24 * 9);
  const upload = { bytes: Buffer.from(list), fileName: 'abfuhrplan.csv', districtId: null };
  const made = await keepUpload(ctx, town.id, upload);
  const { fingerprint } = await previewImport(ctx, made, []);
  await applyImport(ctx, { importId: made.id, choices: [], fingerprint, acceptsFaults: false });
}

async function chooseReminders(town: SeededTown): Promise<void> {
  for (const [i, person] of town.citizens.slice(0, 6).entries()) {
    const ctx = town.at(person, -24 * 8 + i);
    const follows = await ctx.em.find(StreetFollow, { recipient: person.id, street: { municipality: town.id } });
    for (const { street } of follows) await setReminder(ctx, { streetId: street.id, isOn: true, byEmail: i % 2 === 0 });
  }
}
