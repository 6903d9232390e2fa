import { v7 } from 'uuid';
import { toGlobalId } from '../kernel/ids.ts';
import { Street } from '../street/street.entity.ts';
import { courseOf } from '../street/street.line.rules.ts';
import { streetKey } from '../street/street.name.rules.ts';
import type { Place } from './builders.ts';
import type { TestServer } from './server.ts';

export interface GivenStreet {
  /** Global id. */
  readonly id: string;
  readonly streetId: string;
}

let streets = 0;

/** Adds a street to the town; `line` is a list of [longitude, latitude]. */
export async function givenStreet(
  app: TestServer,
  place: Place,
  { name = `Weg ${++streets}`, district = '', line }: { name?: string; district?: string; line?: number[][] } = {},
): Promise<GivenStreet> {
  const em = app.services.em.fork();
  const streetId = v7();
  const course = line === undefined ? {} : courseOf({ type: 'MultiLineString', coordinates: [line] });
  const words = { name, key: streetKey(name), district };
  await em
    .persist(em.create(Street, { id: streetId, municipality: place.municipalityId, ...words, ...course }))
    .flush();
  return { id: toGlobalId('Street', streetId), streetId };
}
