// Writes all public reports of a town into a GeoJSON file for a GIS. docs/partner-guide.md, section 3, explains it.
//   ORTSFUNK=https://ortsfunk.example KEY=ortsfunk_… node gis.mts [folder]
// Node 22.18 or newer runs this file as it is. The key needs the scope issues:read.
// reports.geojson holds the reports; last-run.txt holds the moment from which the next run asks for changes.
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [folder = '.'] = process.argv.slice(2);
const mapFile = join(folder, 'reports.geojson');
const momentFile = join(folder, 'last-run.txt');
const origin = setting('ORTSFUNK');
const key = setting('KEY');

const townQuery = `{ partnerKey { municipality { ags name publicIssues(first: 0) { totalCount } } } }`;
const pageQuery = `query Page($ags: String!, $since: DateTime, $after: PageCursor) {
  municipality(ags: $ags) { publicIssues(first: 100, updatedSince: $since, after: $after) {
    nodes { id reference kind status stage text createdAt updatedAt supporters category { name }
      place { address point { lat lon } } photos { alt large { url } } }
    pageInfo { hasNextPage endCursor } } } }`;
/** publicIssues shows a report as everybody sees it; loaded by id it has what keys may know besides: its desk. */
const deskQuery = `query Desks($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { id desk { name } } } }`;

type Town = { ags: string; name: string; publicIssues: { totalCount: number } };
type Report = {
  id: string;
  category: { name: string };
  place: { address: string | null; point: { lat: number; lon: number } };
  photos: { alt: string | null; large: { url: string } }[];
  [field: string]: unknown;
};
type Page = { nodes: Report[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
type Feature = { type: 'Feature'; id: string; geometry: object; properties: object };
type Answer = { data: unknown; errors?: { message: string; extensions?: Record<string, unknown> }[] };

fs.mkdirSync(folder, { recursive: true });
// A minute earlier than now: this clock may differ from the server's, and a report that comes twice changes nothing.
const started = new Date(Date.now() - 60_000).toISOString();
const { municipality: town } = (await ask<{ partnerKey: { municipality: Town } }>(townQuery)).partnerKey;
const isFirstRun = !fs.existsSync(mapFile) || !fs.existsSync(momentFile);
const known: Feature[] = isFirstRun ? [] : JSON.parse(fs.readFileSync(mapFile, 'utf8')).features;
const changed = await readReports(town.ags, isFirstRun ? null : fs.readFileSync(momentFile, 'utf8').trim());
let features = new Map([...known, ...changed].map((feature) => [feature.id, feature]));
// `updatedSince` does not name reports that are no longer public; the count shows whether some are gone.
if (!isFirstRun && features.size !== town.publicIssues.totalCount) {
  console.log('the number of public reports differs: reading all of them');
  features = new Map((await readReports(town.ags, null)).map((feature) => [feature.id, feature]));
}
save(mapFile, JSON.stringify({ type: 'FeatureCollection', features: [...features.values()] }));
save(momentFile, started);
console.log(`${town.name}: ${features.size} reports in ${mapFile}, ${changed.length} of them read in this run`);

/** All public reports that changed since a moment; null: all. */
async function readReports(ags: string, since: string | null): Promise<Feature[]> {
  const read: Feature[] = [];
  for (let after: string | null = null, isLast = false; !isLast;) {
    const variables = { ags, since, after };
    const page: Page = (await ask<{ municipality: { publicIssues: Page } }>(pageQuery, variables)).municipality
      .publicIssues;
    const ids = page.nodes.map(({ id }) => id);
    const { nodes } = await ask<{ nodes: ({ id: string; desk: { name: string } | null } | null)[] }>(deskQuery, {
      ids,
    });
    const desks = new Map(nodes.map((node) => [node?.id, node?.desk?.name]));
    read.push(...page.nodes.map((report) => featureOf(report, desks.get(report.id) ?? null)));
    after = page.pageInfo.endCursor;
    isLast = !page.pageInfo.hasNextPage;
  }
  return read;
}

function featureOf({ id, place, photos, category, ...fields }: Report, desk: string | null): Feature {
  const { lat, lon } = place.point;
  // A field named …url holds an https address or a path below the origin; new URL resolves both.
  const addresses = photos.map(({ large }) => new URL(large.url, origin).href);
  const properties = { ...fields, category: category.name, address: place.address, desk, photos: addresses };
  return { type: 'Feature', id, geometry: { type: 'Point', coordinates: [lon, lat] }, properties };
}

/** Replaces a file in one step: a program that reads it never sees half of it. */
function save(file: string, text: string): void {
  fs.writeFileSync(`${file}.new`, text);
  fs.renameSync(`${file}.new`, file);
}

/** Asks the server; waits and repeats when the server says so, and ends the program on every other error. */
async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(new URL('/graphql', origin), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  }).catch((error: Error) => stop(`${origin} does not answer: ${String(error.cause ?? error.message)}`));
  const isJson = response.headers.get('content-type')?.includes('json');
  if (!isJson) stop(`${origin} answers with status ${response.status} and no JSON: is it the address of the server?`);
  const { data, errors } = (await response.json()) as Answer;
  const { message, extensions: { code, retryAfter, ...more } = {} } = errors?.[0] ?? {};
  if (message === undefined) return data as Data;
  if (code !== 'RATE_LIMITED' && code !== 'UNAVAILABLE') stop(`${code}: ${message} ${JSON.stringify(more)}`);
  console.error(`${code}: asking again in ${Number(retryAfter)} seconds`);
  await pause(Number(retryAfter) * 1000);
  return ask(query, variables);
}

function setting(name: string): string {
  return process.env[name] ?? stop(`the environment variable ${name} is not set`);
}

function stop(reason: string): never {
  console.error(`ended: ${reason}`);
  process.exit(1);
}
