import { randomUUID } from 'node:crypto';
import { answerSlot, openEvent } from '../harness/seats.ts';
import { askData, type Client, type Data, headersOf } from '../harness/http.ts';
import type { Person } from '../harness/people.ts';
import type { Town } from '../harness/stage.ts';
import type { Week } from './weeks.ts';

/** Town whose people are reminded. */
export interface Place {
  readonly port: number;
  readonly town: Town;
  readonly streetId: string;
}

/** Addresses that must get a letter, by words that only this letter has. */
export type Expected = ReadonlyMap<string, readonly string[]>;

/** Plans the bins and dates of a week and lets people choose their reminders; returns the letters of each evening by its name. */
export async function planWeek(
  place: Place,
  week: Week,
  names: readonly string[],
  { neighbours, guests }: { readonly neighbours: readonly Person[]; readonly guests: readonly Person[] },
): Promise<ReadonlyMap<string, Expected>> {
  const { port, town } = place;
  const evenings = week.evenings.filter(({ name }) => names.includes(name));
  for (const person of neighbours) await followStreet(place, person);
  const bins = evenings.filter(({ binsOn }) => binsOn !== undefined);
  await importBins(
    place,
    bins.map(({ name, binsOn }) => ({ kind: titleOf('Tonne', week, name), date: binsOn ?? '' })),
  );
  const planned = new Map<string, Expected>();
  for (const { name, soonAt, nextDayAt, binsOn } of evenings) {
    const letters = new Map<string, readonly string[]>();
    if (binsOn !== undefined) letters.set(titleOf('Tonne', week, name), addressesOf(neighbours));
    const soon = titleOf('Chorprobe', week, name);
    await invite(port, town, { title: soon, startsAt: soonAt, reminder: 'TWO_HOURS_BEFORE' }, guests);
    letters.set(soon, addressesOf(guests));
    if (nextDayAt !== undefined) {
      const nextDay = titleOf('Waldgang', week, name);
      await invite(port, town, { title: nextDay, startsAt: nextDayAt, reminder: 'DAY_BEFORE' }, guests);
      letters.set(nextDay, addressesOf(guests));
    }
    planned.set(name, letters);
  }
  return planned;
}

/** Words that only the letters about one thing have. */
function titleOf(what: string, week: Week, evening: string): string {
  return `${what}-${week.name}-${evening}`;
}

function addressesOf(people: readonly Person[]): string[] {
  return people.map(({ email }) => email);
}

async function invite(
  port: number,
  { admin, groupId }: Town,
  { title, startsAt, reminder }: { readonly title: string; readonly startsAt: Date; readonly reminder: string },
  guests: readonly Person[],
): Promise<void> {
  const slot = await openEvent(port, admin, groupId, 100, { title, startsAt });
  for (const guest of guests) {
    const word = await answerSlot(port, guest, slot, { answer: 'YES', companions: 0, reminder });
    if (word !== 'stored') throw new Error(`an answer was refused: ${word}`);
  }
}

const following = `mutation($input: FollowStreetInput!) { it: followStreet(input: $input) { userErrors { code path } } }`;
const kinding = `mutation($input: SetWasteKindInput!) { it: setWasteKind(input: $input) { userErrors { code path } } }`;
const districting = `mutation($input: SetWasteDistrictInput!) { it: setWasteDistrict(input: $input) { userErrors { code path } } }`;
const previewing = `query($id: ID!) { node(id: $id) { ... on WasteImport { preview { addedCount fingerprint } } } }`;
const applying = `mutation($input: ApplyWasteImportInput!) { it: applyWasteImport(input: $input) { userErrors { code path } } }`;

async function followStreet({ port, streetId }: Place, person: Person): Promise<void> {
  await mutate(port, person, following, { streetId, byEmail: true, remindsOfWaste: true });
}

/** Imports a calendar with these bins for the street. */
async function importBins(
  { port, town: { admin, municipalityId }, streetId }: Place,
  bins: readonly { readonly kind: string; readonly date: string }[],
): Promise<void> {
  for (const { kind } of bins) await mutate(port, admin, kinding, { municipalityId, type: 'ORGANIC', name: kind });
  const streets = [{ streetId, side: 'ALL' }];
  await mutate(port, admin, districting, { municipalityId, name: 'Nord', streets });
  const rows = bins.map(({ kind, date }) => `${date.split('-').toReversed().join('.')};Nord;${kind};`);
  const response = await fetch(`http://127.0.0.1:${port}/waste/07138073/imports?file=plan.csv`, {
    method: 'POST',
    headers: { ...headersOf(admin), 'apollo-require-preflight': 'true', 'content-type': 'application/octet-stream' },
    body: ['Datum;Bezirk;Abfallart;Hinweis', ...rows].join('\n'),
  });
  const { importId } = (await response.json()) as { readonly importId: string };
  const { node }: Data = await askData(port, admin, previewing, { id: importId });
  if (node.preview.addedCount !== bins.length) throw new Error(`the preview has ${node.preview.addedCount} dates`);
  const { fingerprint } = node.preview;
  await mutate(port, admin, applying, { importId, choices: [], fingerprint, acceptsFaults: false });
}

async function mutate(port: number, client: Client, query: string, input: object): Promise<void> {
  const { it }: Data = await askData(port, client, query, { input });
  if (it.userErrors.length > 0) throw new Error(`${query.slice(0, 60)}: ${JSON.stringify(it.userErrors)}`);
}

/** SQL that adds a street to the town. */
export function streetSql(id: string, municipality: string): string {
  return `insert into street (id, municipality_id, name, key) values ('${id}', '${municipality}', 'Rheinweg', 'rheinweg${randomUUID()}')`;
}
