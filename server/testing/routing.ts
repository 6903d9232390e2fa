import { randomUUID } from 'node:crypto';
import { Role } from '../identity/identity.entity.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, type Place, type Somebody } from './builders.ts';
import { askData, type Data } from './client.ts';
import type { TestServer } from './server.ts';

/** Square with this south-west corner and a side of `size` degrees. */
export function square(west: number, south: number, size: number): object {
  const east = west + size;
  const north = south + size;
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [corners] };
}

/** Straight road from west to east. */
export function roadAt(lat: number, west = 7.16, east = 7.24): object {
  return {
    type: 'LineString',
    coordinates: [
      [west, lat],
      [east, lat],
    ],
  };
}

/** Sets up routing as an administrator, through the API; each function returns the payload with its user errors. */
export function setUp(app: TestServer, place: Place, admin: Somebody) {
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  const change = async (call: string, input: [type: string, value: unknown], selection: string): Promise<Data> => {
    const mutation = `mutation($input: ${input[0]}) { done: ${call} { ${selection} userErrors { code path } } }`;
    return (await askData(app.port, admin, mutation, { input: input[1] })).done;
  };
  return {
    area: (name: string, geometry: object, more: object = {}) => {
      const owned = { owner: 'MUNICIPALITY', ownerName: 'Stadt', ...more };
      const input = { municipalityId, name, geometry, ...owned, idempotencyKey: randomUUID() };
      return change('createArea(input: $input)', ['CreateAreaInput!', input], 'area { id size: name }');
    },
    desk: async (name: string): Promise<string> => {
      const call = `openDesk(input: { municipalityId: "${municipalityId}", name: $input })`;
      return (await change(call, ['String!', name], 'desk { id }')).desk.id;
    },
    deputy: (deskId: string, deputyDeskId: string | null) =>
      change(
        `setDeskDeputy(input: { deskId: "${deskId}", deputyDeskId: $input })`,
        ['ID', deputyDeskId],
        'desk { id }',
      ),
    fallback: (deskId: string) =>
      change(
        `setFallbackDesk(input: { municipalityId: "${municipalityId}", deskId: $input })`,
        ['ID!', deskId],
        'desk { id }',
      ),
    route: (deskId: string, conditions: object) => {
      const input = { municipalityId, deskId, ...conditions, idempotencyKey: randomUUID() };
      return change('createIssueRoute(input: $input)', ['CreateIssueRouteInput!', input], 'route { id }');
    },
    category: (name: string, more: object = {}) => {
      const input = { municipalityId, name, kind: 'DEFECT', ...more, idempotencyKey: randomUUID() };
      return change('createIssueCategory(input: $input)', ['CreateIssueCategoryInput!', input], 'category { id name }');
    },
    publish: (categoryId: string, isPublished = true) => {
      const call = `publishIssueCategory(input: { categoryId: "${categoryId}", isPublished: $input })`;
      return change(call, ['Boolean!', isPublished], 'category { id }');
    },
  };
}

/** Adds a clerk at the desk with this global id. */
export async function givenClerkOf(app: TestServer, place: Place, deskId: string): Promise<Somebody> {
  const somebody = await givenPerson(app, place);
  const desk = Buffer.from(deskId, 'base64url').toString().split(':')[1] ?? '';
  const grant = {
    id: randomUUID(),
    person: somebody.personId,
    role: 'CLERK' as const,
    municipality: place.municipalityId,
  };
  const em = app.services.em.fork();
  await em.persist(em.create(Role, { ...grant, desk })).flush();
  return somebody;
}
