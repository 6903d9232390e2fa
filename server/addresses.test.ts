import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { callerOf } from './kernel/http.ts';
import { openRate } from './opendata/opendata.router.ts';
import { givenKey } from './testing/keys.ts';
import { test } from './testing/fixtures.ts';

test('limits count an IPv4 address in both spellings as one', async ({ app, town }) => {
  const read = async (ip: string): Promise<number> => {
    const path = `/open-data/${town.ags}/issues.csv`;
    return (await fetch(`http://127.0.0.1:${app.port}${path}`, { headers: { 'x-forwarded-for': ip } })).status;
  };
  for (let n = 0; n < openRate.points; n++)
    expect(await read(n % 2 === 0 ? '192.0.2.7' : '::ffff:192.0.2.7')).toBe(200);
  expect([await read('192.0.2.7'), await read('::ffff:192.0.2.7'), await read('::ffff:c000:207')]).toEqual([
    429, 429, 429,
  ]);
  expect(await read('192.0.2.8')).toBe(200);
});

test.for<[string, string, number]>([
  ['192.0.2.0/24', '::ffff:192.0.2.9', 200],
  ['::ffff:192.0.2.0/120', '192.0.2.9', 200],
  ['::ffff:192.0.2.9', '192.0.2.9', 200],
  ['192.0.2.0/24', '::ffff:198.51.100.9', 401],
  ['::ffff:192.0.2.0/120', '192.0.3.9', 401],
])('a key that is bound to %s, used from %s: %i', async ([network, ip, status], { app, town }) => {
  const { key } = await givenKey(app, town, ['issues:read'], { ips: [network] });
  const answer = await fetch(`http://127.0.0.1:${app.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': ip, authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: '{ partnerKey { name } }' }),
  });
  const { errors } = (await answer.json()) as { errors?: readonly { extensions: { code: string } }[] };
  expect(errors?.[0]?.extensions.code).toBe(status === 401 ? 'UNAUTHENTICATED' : undefined);
});

/** The socket server counts connections by the address of this function. */
test('a caller has one address in both spellings', async ({ app }) => {
  const server = createServer((request, response) => {
    response.end(JSON.stringify(callerOf(request, app.services)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const read = async (ip: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${port}`, { headers: { 'x-forwarded-for': ip } })).json();
  const seen = { ip: '192.0.2.7', address: '192.0.2.7', userAgent: 'node' };
  expect([await read('192.0.2.7'), await read('::FFFF:192.0.2.7')]).toEqual([seen, seen]);
  server.close();
});
