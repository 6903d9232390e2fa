import { readFileSync } from 'node:fs';
import { toGlobalId } from '../kernel/ids.ts';
import type { Place, Somebody } from './builders.ts';
import { askData, type Data } from './client.ts';
import type { TestServer } from './server.ts';

const kinding = `mutation($input: SetWasteKindInput!) { it: setWasteKind(input: $input) { kind { id } userErrors { code } } }`;
const districting = `mutation($input: SetWasteDistrictInput!) { it: setWasteDistrict(input: $input) {
  district { id } userErrors { code path } } }`;

/** Bytes of a file of the constructed fixtures in server/waste/testing. */
export function wasteFixture(name: string): Buffer {
  return readFileSync(new URL(`../waste/testing/${name}`, import.meta.url));
}

/** Adds a kind of waste; its global id. */
export async function givenKind(
  app: TestServer,
  place: Place,
  admin: Somebody,
  type: string,
  name: string,
): Promise<string> {
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), type, name };
  return (await askData(app.port, admin, kinding, { input })).it.kind.id;
}

/** Adds a district with the streets; its global id. */
export async function givenDistrict(
  app: TestServer,
  place: Place,
  admin: Somebody,
  name: string,
  streets: readonly object[] = [],
): Promise<string> {
  const spans = streets.map((span) => ({ side: 'ALL', ...span }));
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), name, streets: spans };
  return (await askData(app.port, admin, districting, { input })).it.district.id;
}

/** Uploads a calendar; status and JSON of the answer. */
export async function upload(
  app: TestServer,
  place: Place,
  who: Somebody | null,
  body: Buffer | string,
  { file = 'plan.csv', district }: { readonly file?: string; readonly district?: string } = {},
): Promise<{ readonly status: number; readonly body: Data }> {
  const query = new URLSearchParams({ file, ...(district !== undefined && { district }) });
  const response = await fetch(`http://127.0.0.1:${app.port}/waste/${place.ags}/imports?${query}`, {
    method: 'POST',
    headers: {
      'apollo-require-preflight': 'true',
      'content-type': 'application/octet-stream',
      ...(who !== null && { cookie: `session=${who.token}` }),
    },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: response.status, body: await response.json() };
}

const previewing = `query($id: ID!, $choices: [WasteLabelInput!]) { node(id: $id) { ... on WasteImport { state
  preview(choices: $choices) { addedCount movedCount removedCount notedCount unchangedCount faultCount skippedCount
    faults { place uid code column label } unknownDistricts fingerprint
    moved { date movedFrom kind { name } district { name } }
    labels { label isKnown kinds { id } guesses { type } } } } } }`;
const applying = `mutation($input: ApplyWasteImportInput!) { it: applyWasteImport(input: $input) {
  import { state } userErrors { code path } } }`;

/** Choices that assign labels to kinds by their global ids. */
export type Choices = readonly { readonly label: string; readonly kindIds: readonly string[] }[];

/** Preview of an import. */
export async function previewOf(app: TestServer, admin: Somebody, id: string, choices: Choices = []): Promise<Data> {
  return (await askData(app.port, admin, previewing, { id, choices })).node.preview;
}

/** Applies an import as its preview shows; the payload. */
export async function apply(
  app: TestServer,
  admin: Somebody,
  importId: string,
  choices: Choices = [],
  more: object = {},
): Promise<Data> {
  const { fingerprint } = await previewOf(app, admin, importId, choices);
  const input = { importId, choices, fingerprint, acceptsFaults: true, ...more };
  return (await askData(app.port, admin, applying, { input })).it;
}

/** Uploads and applies a list with the head Datum;Bezirk;Abfallart;Hinweis; the names of kinds are the labels. */
export async function givenDates(
  app: TestServer,
  place: Place,
  admin: Somebody,
  rows: readonly string[],
  more: object = {},
): Promise<Data> {
  const list = ['Datum;Bezirk;Abfallart;Hinweis', ...rows].join('\n');
  const { body } = await upload(app, place, admin, list);
  return apply(app, admin, body.importId, [], more);
}
