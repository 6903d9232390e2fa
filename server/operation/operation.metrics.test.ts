import { readFileSync } from 'node:fs';
import { connect as connectTo, createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { Counter } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../testing/builders.ts';
import { askData, connect, watch } from '../testing/client.ts';
import { givenIssue } from '../testing/issues.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { givenGroupOf, givenNews } from '../testing/news.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let mail: MailServer;
let port: number;

beforeAll(async () => {
  mail = await startMailServer();
  port = await freePort();
  // A server of its own: it has a port for metrics.
  app = await startTestServer({ smtpUrl: mail.url, metricsPort: port });
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => done(free));
    });
  });
}

const scrape = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

/** Names of the metrics in a text of Prometheus. */
function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/^([a-z_]+)(?:\{| )/gim)].map(([, name = '']) => name));
}

/** Names, keys, addresses and ids of towns and people that stand in the text. */
function findTold(text: string, towns: readonly Place[], names: readonly string[]): string[] {
  const told = [...names, ...towns.flatMap(({ ags, municipalityId, groupId }) => [ags, municipalityId, groupId])];
  const ids = text.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi) ?? [];
  const addresses = text.match(/[\w.-]+@[\w.-]+/g) ?? [];
  return [...told.filter((one) => text.includes(one)), ...ids, ...addresses];
}

const wantMail = `mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }`;

/** A post by mail and live, and a report, in a town of this name. */
async function givenActivity(name: string): Promise<Place> {
  const place = await givenPlace(app, name);
  const [anna] = (await givenPeople(app, place, 1)) as [Somebody];
  const group = await givenGroupOf(app, place, [anna], { name: `Verein ${name}` });
  const input = { interest: 'GROUP', groupId: toGlobalId('Group', group), channel: 'EMAIL', mode: 'NOW' };
  expect((await askData(app.port, anna, wantMail, { input })).setPreference.userErrors).toEqual([]);
  const client = connect(app.port, anna);
  const inbox = watch(client, 'subscription { inbox { unreadCount } }');
  await inbox.until(({ data }) => data?.inbox.unreadCount === 0);
  await givenNews(app, place, [group], `Fest in ${name}`);
  await inbox.until(({ data }) => data?.inbox.unreadCount === 1);
  await mail.next(`${anna.personId}@example.org`);
  await givenIssue(app, place, anna);
  await client.dispose();
  return place;
}

test('the metrics name no town, no person and no id', async () => {
  const names = ['Metrikstadt', 'Messdorf'];
  const towns = [await givenActivity('Metrikstadt'), await givenActivity('Messdorf')];
  await expect.poll(scrape).toMatch(/^ortsfunk_deliveries_total\{channel="EMAIL",state="SENT"\} 2$/m);
  const text = await scrape();
  expect(Number(/^ortsfunk_live_lag_seconds_count (\d+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(2);
  expect(text).toMatch(/^ortsfunk_queue_age_seconds\{group="notification"\} \d/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d/m);
  expect(findTold(text, towns, names)).toEqual([]);

  const registers = [app.services.metrics!.registry];
  const planted = new Counter({ name: 'planted_total', help: 'Planted.', labelNames: ['town'], registers });
  planted.inc({ town: towns[0]!.ags });
  expect(findTold(await scrape(), towns, names), 'control: a label with a town is found').toEqual([towns[0]!.ags]);
});

test('the alert rules ask for metrics that exist', async () => {
  const folder = resolve(import.meta.dirname, '../../docker/prometheus');
  const { groups } = parse(readFileSync(`${folder}/alerts.yml`, 'utf8')) as {
    groups: { rules: { alert: string; expr: string }[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);
  const asked = rules.flatMap(({ expr }) => expr.match(/\b(?:ortsfunk|process|nodejs)_\w+/g) ?? []);
  expect(rules.length).toBeGreaterThanOrEqual(6);
  // A town on PGlite in memory has no disk and no backup: their gauges exist without a value.
  const text = await scrape();
  const known = new Set([...namesIn(text), ...[...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name)]);
  expect(asked.filter((name) => !known.has(name))).toEqual([]);
  expect(known.has('ortsfunk_planted')).toBe(false);
});

test('only this machine reaches the metrics, and only where they are asked for', async () => {
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`http://127.0.0.1:${app.port}/metrics`)).headers.get('content-type')).toContain('text/html');
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  const isOpen = (host: string): Promise<boolean> =>
    new Promise((done) => {
      const socket = connectTo(port, host);
      socket.once('connect', () => {
        socket.destroy();
        done(true);
      });
      socket.once('error', () => done(false));
    });
  expect(await isOpen('127.0.0.1')).toBe(true);
  if (outside !== undefined) expect(await isOpen(outside.address)).toBe(false);
  const quiet = await startTestServer({}, 'web');
  expect(quiet.services.metrics).toBeUndefined();
  await quiet.stop();
});
