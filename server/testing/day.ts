import { randomUUID } from 'node:crypto';
import { townOf } from '../database/town.ts';
import { findPlace } from '../database/seed/places.ts';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';
import { givenStaff, type Place, type Somebody } from './builders.ts';
import { givenClerkOf, setUp, square } from './routing.ts';
import type { TestServer } from './server.ts';

/** Twelve desks of a town hall. */
export const deskNames = [
  'Bürgerbüro',
  'Bauhof',
  'Bauamt',
  'Ordnungsamt',
  'Grünflächen',
  'Tourismus',
  'Straßenmeisterei',
  'Wasserwerk',
  'Beleuchtung',
  'Schulamt',
  'Friedhof',
  'Vorzimmer',
] as const;
type DeskName = (typeof deskNames)[number];

/** Categories: kind, and the desk for reports without a special place. */
export const matters = {
  Schlagloch: ['DEFECT', 'Bauhof'],
  Laterne: ['DEFECT', 'Beleuchtung'],
  Baum: ['DEFECT', 'Grünflächen'],
  Müll: ['DEFECT', 'Ordnungsamt'],
  Rohrbruch: ['DEFECT', 'Wasserwerk'],
  Schulhof: ['DEFECT', 'Schulamt'],
  Grab: ['DEFECT', 'Friedhof'],
  Bauplan: ['QUESTION', 'Bauamt'],
  Idee: ['SUGGESTION', 'Tourismus'],
  Kritik: ['CRITICISM', 'Bürgerbüro'],
  Lob: ['PRAISE', 'Bürgerbüro'],
  Beschwerde: ['COMPLAINT', 'Vorzimmer'],
} as const satisfies Record<string, readonly [kind: string, desk: DeskName]>;
export type Matter = keyof typeof matters;
export const matterNames = Object.keys(matters) as Matter[];

/** Real places of Unkel, with the categories that go to other desks there: the table of expectations. */
export const spots: readonly { name: string; lat: number; lon: number; except: Partial<Record<Matter, DeskName>> }[] = [
  { name: 'Vogtsgasse', lat: 50.59962, lon: 7.21641, except: { Laterne: 'Bauhof' } },
  { name: 'Pützgasse', lat: 50.59937, lon: 7.21571, except: { Laterne: 'Bauhof' } },
  { name: 'Frankfurter Straße', lat: 50.59823, lon: 7.21744, except: { Laterne: 'Bauhof' } },
  { name: 'Kamener Straße', lat: 50.60118, lon: 7.22316, except: {} },
  { name: 'Am Bahnhof', lat: 50.60034, lon: 7.21987, except: {} },
  { name: 'Schulstraße', lat: 50.60191, lon: 7.22083, except: {} },
  { name: 'Scheuren, Spielplatz', lat: 50.60742, lon: 7.22071, except: {} },
  { name: 'Rheinpromenade', lat: 50.59874, lon: 7.21432, except: { Müll: 'Tourismus' } },
  { name: 'Rheinpromenade, Anleger', lat: 50.59778, lon: 7.21391, except: { Müll: 'Tourismus' } },
  { name: 'B 42 bei Unkel', lat: 50.60355, lon: 7.22411, except: everythingTo('Straßenmeisterei') },
  { name: 'Linzer Straße, Richtung Heister', lat: 50.59312, lon: 7.21957, except: defectsTo('Straßenmeisterei') },
  { name: 'Linzer Straße, Heister', lat: 50.58986, lon: 7.22161, except: defectsTo('Straßenmeisterei') },
];

/** Exceptions for a place whose reports all go to one desk; complaints about people do not depend on places. */
function everythingTo(desk: DeskName): Partial<Record<Matter, DeskName>> {
  return Object.fromEntries(matterNames.filter((name) => name !== 'Beschwerde').map((name) => [name, desk]));
}
function defectsTo(desk: DeskName): Partial<Record<Matter, DeskName>> {
  return Object.fromEntries(matterNames.filter((name) => matters[name][0] === 'DEFECT').map((name) => [name, desk]));
}

export interface TownHall {
  readonly place: Place;
  readonly admin: Somebody;
  /** Four clerks at four desks, by name. */
  readonly clerks: ReadonlyMap<string, Somebody>;
  /** Global ids by name. */
  readonly desks: ReadonlyMap<string, string>;
  readonly categories: ReadonlyMap<Matter, string>;
}

/** Unkel with its real boundary; its administrator makes desks, categories and clerks through the API. */
export async function openTownHall(app: TestServer): Promise<TownHall> {
  const place = await givenUnkel(app);
  const admin = await givenStaff(app, place);
  const town = setUp(app, place, admin);
  const desks = new Map<string, string>();
  for (const name of deskNames) desks.set(name, await town.desk(name));
  const desk = (name: DeskName): string => desks.get(name) ?? '';
  await town.fallback(desk('Bürgerbüro'));
  for (const name of deskNames) await town.deputy(desk(name), desk(name === 'Bürgerbüro' ? 'Bauamt' : 'Bürgerbüro'));
  const clerks = new Map<string, Somebody>();
  const seats = {
    'Frau Adams': 'Bürgerbüro',
    'Herr Brandt': 'Bauhof',
    'Frau Celik': 'Ordnungsamt',
    'Herr Diehl': 'Straßenmeisterei',
  } as const;
  for (const [name, at] of Object.entries(seats))
    clerks.set(name, await named(app, name, await givenClerkOf(app, place, desk(at))));
  for (const name of deskNames.filter((one) => !Object.values<string>(seats).includes(one)))
    await givenClerkOf(app, place, desk(name));
  const categories = new Map<Matter, string>();
  for (const name of matterNames) {
    const [kind, at] = matters[name];
    const { category } = await town.category(name, { kind, deskId: desk(at) });
    await town.publish(category.id);
    categories.set(name, category.id);
  }
  await drawTown(town, desk, categories);
  return { place, admin, clerks, desks, categories };
}

async function drawTown(
  town: ReturnType<typeof setUp>,
  desk: (name: DeskName) => string,
  categories: ReadonlyMap<Matter, string>,
) {
  const line = (...coordinates: readonly [number, number][]): object => ({ type: 'LineString', coordinates });
  await town.area('B 42', line([7.2255, 50.588], [7.2248, 50.596], [7.22411, 50.60355], [7.2235, 50.611]), {
    toleranceMetres: 20,
    owner: 'FEDERAL',
    ownerName: 'Bund',
  });
  await town.area('L 252', line([7.2195, 50.596], [7.21957, 50.59312], [7.22161, 50.58986]), {
    toleranceMetres: 20,
    owner: 'STATE',
    ownerName: 'Land',
  });
  const { area: oldTown } = await town.area('Altstadt', square(7.2156, 50.598, 0.0022));
  const { area: banks } = await town.area('Rheinufer', square(7.2125, 50.5975, 0.0029));
  await town.route(desk('Straßenmeisterei'), { owner: 'FEDERAL' });
  await town.route(desk('Straßenmeisterei'), { owner: 'STATE', kind: 'DEFECT' });
  await town.route(desk('Bauhof'), { areaId: oldTown.id, categoryId: categories.get('Laterne') });
  await town.route(desk('Tourismus'), { areaId: banks.id, categoryId: categories.get('Müll') });
}

async function givenUnkel(app: TestServer): Promise<Place> {
  const facts = findPlace('07138073');
  if (facts === undefined) throw new Error('no such place');
  const em = app.services.em.fork();
  const municipality = em.create(
    Municipality,
    { ...townOf(facts, app.services.registry.modules), isOnPlatform: true },
    { partial: true },
  );
  const { id, ags, name } = municipality;
  const group = em.create(Group, { id: randomUUID(), municipality, name, isTown: true, joinPolicy: 'OPEN' });
  const desk = em.create(Desk, { id: randomUUID(), municipality, name: 'Archiv' });
  await em.persist([municipality, group, desk]).flush();
  return { municipalityId: id, ags, groupId: group.id, deskId: desk.id };
}

async function named(app: TestServer, displayName: string, somebody: Somebody): Promise<Somebody> {
  await app.services.em.fork().nativeUpdate(Person, { id: somebody.personId }, { displayName });
  return somebody;
}
