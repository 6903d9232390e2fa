import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { alertInput } from '../../testing/alerts.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

const townCount = 52;
/** Sockets of each town; the long form has 9,000 in all. */
const socketsEach = process.env.FULL === undefined ? 10 : Math.ceil(9000 / townCount);
/** Bound of the last arrival on a busy machine; the goal without other load is 2 s. */
const boundMs = 30_000;

interface Town {
  readonly place: Place;
  readonly warner: Somebody;
}
interface Arrival {
  readonly id: string;
  readonly at: number;
}
interface Reader {
  readonly town: number;
  readonly arrivals: Arrival[];
  readonly socket: WebSocket;
}

let app: TestServer;
const towns: Town[] = [];
const readers: Reader[] = [];
beforeAll(async () => {
  // A server of its own: the times of 52 towns are measured.
  app = await startTestServer({ trustProxy: 1 }, 'web');
  for (let n = 0; n < townCount; n++) {
    const place = await givenPlace(app, `Stadt ${n}`);
    towns.push({ place, warner: await givenStaff(app, place, 'WARNER') });
  }
  for (let n = 0; n < socketsEach; n++) readers.push(...(await Promise.all(towns.map((_, town) => openReader(town)))));
}, 300_000);
afterAll(async () => {
  for (const { socket } of readers) socket.terminate();
  await app.stop();
});

const query = 'subscription($id: ID!) { alerts(municipalityId: $id) { entries { id } reset } }';

/** Subscribes to the alerts of a town over a socket of its own; resolves with the first message. */
function openReader(town: number): Promise<Reader> {
  const headers = { 'x-forwarded-for': `10.${town}.${readers.length >> 8}.${readers.length & 255}` };
  const socket = new WebSocket(`ws://127.0.0.1:${app.port}/graphql`, 'graphql-transport-ws', { headers });
  const reader: Reader = { town, arrivals: [], socket };
  const id = toGlobalId('Municipality', towns[town]?.place.municipalityId ?? '');
  const send = (message: object): void => {
    socket.send(JSON.stringify(message));
  };
  return new Promise((done, fail) => {
    socket.on('error', fail);
    socket.on('open', () => {
      send({ type: 'connection_init' });
    });
    socket.on('message', (text: Buffer) => {
      const { type, payload }: Data = JSON.parse(text.toString());
      if (type === 'connection_ack') send({ type: 'subscribe', id: '1', payload: { query, variables: { id } } });
      if (type === 'ping') send({ type: 'pong' });
      if (type !== 'next') return;
      const { entries, reset }: Data = payload.data.alerts;
      if (reset) done(reader);
      else for (const entry of entries) reader.arrivals.push({ id: entry.id, at: Date.now() });
    });
  });
}

const mutation = `mutation($input: SendWarningInput!) {
  sendWarning(input: $input) { incident { newestAlert { id sentAt } } userErrors { code } } }`;

/** Sends a warning below level 3; returns its alert. */
async function warn({ place, warner }: Town, n: number): Promise<{ id: string; sentAt: string }> {
  const alert = alertInput({ severity: 'MODERATE' });
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  const input = { municipalityId, placeName: `Stadt ${n}`, template: 'flood', alert, idempotencyKey: randomUUID() };
  const { sendWarning } = await askData(app.port, warner, mutation, { input });
  expect(sendWarning.userErrors).toEqual([]);
  return sendWarning.incident.newestAlert;
}

test(
  '52 towns warn in the same second, and each reader gets the warning of the own town once',
  { timeout: 300_000 },
  async () => {
    const began = Date.now();
    const first = await Promise.all(towns.map(warn));
    const hasFirst = () => readers.filter(({ arrivals }) => arrivals.length === 0).length;
    await expect.poll(hasFirst, { timeout: boundMs, interval: 20 }).toBe(0);
    // A second warning of each town follows: what was doubled or foreign has arrived before it.
    const second = await Promise.all(towns.map(warn));
    const waiting = () =>
      readers.filter(({ town, arrivals }) => !arrivals.some(({ id }) => id === second[town]?.id)).length;
    await expect.poll(waiting, { timeout: boundMs, interval: 20 }).toBe(0);

    const ownIds = towns.map((_, n) => new Set([first[n]?.id, second[n]?.id]));
    const foreign = readers.flatMap(({ town, arrivals }) => arrivals.filter(({ id }) => !ownIds[town]?.has(id)));
    const doubled = readers.flatMap(({ arrivals }) => arrivals.slice(new Set(arrivals.map(({ id }) => id)).size));
    const sentAt = first.map((alert) => Date.parse(alert.sentAt));
    const lags = readers.map(({ town, arrivals }) => (arrivals[0]?.at ?? Infinity) - (sentAt[town] ?? 0));
    const last = Math.max(...readers.map(({ arrivals }) => arrivals[0]?.at ?? Infinity));
    console.log(
      `towns: ${townCount} warnings sent within ${Math.max(...sentAt) - Math.min(...sentAt)} ms, ${readers.length} sockets; ` +
        `the last had its warning ${last - began} ms after the first request and ${last - Math.max(...sentAt)} ms after the ` +
        `last was sent; longest way ${Math.max(...lags)} ms; doubled ${doubled.length}, foreign ${foreign.length}`,
    );
    expect(foreign).toEqual([]);
    expect(doubled).toEqual([]);
    expect(
      readers.map(
        ({ town, arrivals }) => arrivals.map(({ id }) => id).join() === [first[town]?.id, second[town]?.id].join(),
      ),
    ).not.toContain(false);
    expect(Math.max(...lags)).toBeLessThan(boundMs);
  },
);
