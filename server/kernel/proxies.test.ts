import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { testConfig } from '../testing/config.ts';
import { watchProxies } from './proxies.ts';

/** Lines of the log after these requests, and whether an untrusted proxy was noticed. */
async function watched(trustProxy: number, requests: readonly (string | undefined)[]) {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const proxies = watchProxies({ config: testConfig({ trustProxy }), log });
  const server = createServer((request, response) => {
    proxies.note(request);
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  for (const forwarded of requests)
    await fetch(`http://127.0.0.1:${port}`, {
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    });
  server.close();
  return { lines, isUntrusted: proxies.isUntrusted() };
}

test('the first request from an unknown proxy is logged, further ones are not', async () => {
  const { lines, isUntrusted } = await watched(0, [undefined, '192.0.2.7', '192.0.2.8', '192.0.2.9']);
  expect([lines.length, isUntrusted]).toEqual([1, true]);
  expect(lines[0]).toContain('set TRUST_PROXY to the number of proxies');
});

test('neither without the header nor with a trusted proxy', async () => {
  expect(await watched(0, [undefined, undefined])).toEqual({ lines: [], isUntrusted: false });
  expect(await watched(1, ['192.0.2.7'])).toEqual({ lines: [], isUntrusted: false });
});
