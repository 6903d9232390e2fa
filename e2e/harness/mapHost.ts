import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext } from '@playwright/test';
import { atEnd } from '../../faults/harness/ending.ts';
import { packTiles } from './pmtiles.ts';

/** A map server of another party, on loopback; only the prepared browsers resolve its name. */
export interface MapHost {
  readonly origin: string;
  /** Paths that were requested, in order. */
  readonly asked: string[];
  /** Requests to the host that no town has named. */
  readonly strayed: string[];
  /** Fails all later requests. */
  fail(): void;
  /** Routes the requests of this browser profile to the server. */
  resolve(context: BrowserContext): Promise<void>;
}

const origin = 'https://karten.example';
const stranger = 'https://anderswo.example';

export async function startMapHost(): Promise<MapHost> {
  const files = filesOf();
  const asked: string[] = [];
  const strayed: string[] = [];
  let isDown = false;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const file = isDown ? undefined : files.get(path);
    const { start = 0, end = 1e9 } = /bytes=(?<start>\d+)-(?<end>\d+)/.exec(request.headers.range ?? '')?.groups ?? {};
    response.setHeader('access-control-allow-origin', '*');
    response.statusCode = file === undefined ? 503 : request.headers.range ? 206 : 200;
    response.end(file?.subarray(Number(start), Number(end) + 1));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  atEnd(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    origin,
    asked,
    strayed,
    fail: () => (isDown = true),
    resolve: async (context) => {
      await context.route(`${origin}/**`, async (route) => {
        const { pathname } = new URL(route.request().url());
        const { range } = route.request().headers();
        const answer = await fetch(`http://127.0.0.1:${port}${pathname}`, { headers: range ? { range } : {} });
        const headers = Object.fromEntries(answer.headers);
        await route.fulfill({ status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) });
      });
      await context.route(`${stranger}/**`, async (route) => {
        strayed.push(route.request().url());
        await route.fulfill({ json: land, headers: { 'access-control-allow-origin': '*' } });
      });
    },
  };
}

/** An area far larger than any town. */
const ring = [
  [0, 45],
  [15, 45],
  [15, 55],
  [0, 55],
  [0, 45],
];
const land = { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } };

function filesOf(): ReadonlyMap<string, Buffer> {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  return new Map([
    ['/style.json', json(styleOf(`${origin}/land.json`))],
    ['/stray.json', json(styleOf(`${stranger}/land.json`))],
    ['/land.json', json(land)],
    ['/town.pmtiles', packTiles('earth')],
  ]);
}

function styleOf(data: string) {
  return {
    version: 8,
    sources: { theirs: { type: 'geojson', data } },
    layers: [{ id: 'theirs', type: 'fill', source: 'theirs', paint: { 'fill-color': '#dfe8d8' } }],
  };
}
