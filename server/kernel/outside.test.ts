import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askOutside, OutsideError, type OutsideRequest } from './outside.ts';

let near: string;
let asked = 0;
const server = createServer((request, response) => {
  asked++;
  (answers[request.url ?? ''] ?? answers['/'])?.(request, response);
});
const answers: Readonly<Record<string, RequestListener>> = {
  '/': (_request, response) => response.end('hello'),
  '/away': (_request, response) => response.writeHead(302, { location: '/' }).end(),
  '/large': (_request, response) => {
    response.writeHead(200); // no Content-Length
    for (let n = 0; n < 20; n++) response.write(Buffer.alloc(1000));
    response.end();
  },
  '/told': (_request, response) => {
    response.writeHead(200, { 'content-length': '999999999' }).write('x');
  },
  '/silent': () => undefined,
  '/slow': (_request, response) => {
    response.write('a'); // the rest never follows
  },
  '/cut': (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
  },
  '/echo': (request, response) => {
    request.pipe(response);
  },
};

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  near = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const limits: OutsideRequest = { maxBytes: 10_000, timeoutMs: 2000 };
const ask = (url: string, more: Partial<OutsideRequest> = {}, hosts: readonly string[] = [near]) =>
  askOutside({ outsideHosts: hosts }, url, { ...limits, ...more }).then(
    ({ status, bytes }) => `${status} ${bytes.toString().slice(0, 20)}`,
    (error: unknown) => (error instanceof OutsideError ? error.code : String(error)),
  );

test('what is named in the settings is asked, whatever its network; a redirect is an answer and nothing to follow', async () => {
  expect(await ask(`http://${near}/`)).toBe('200 hello');
  expect(await ask(`http://${near}/away`)).toBe('302 ');
  expect(await ask(`http://${near}/echo`, { method: 'POST', body: 'ä=1' })).toBe('200 ä=1');
});

test('everything else only over https and only at public addresses; nothing reaches the server', async () => {
  asked = 0;
  const port = near.split(':')[1] ?? '';
  const closed = [
    `http://${near}/`,
    `https://127.0.0.1:${port}/`,
    `https://localhost:${port}/`,
    `https://0x7f000001:${port}/`,
    `https://2130706433:${port}/`,
    `https://[::1]:${port}/`,
    `https://[::ffff:127.0.0.1]:${port}/`,
    `https://0.0.0.0:${port}/`,
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'https://[fd00::1]/',
    'http://example.org/',
    'ftp://example.org/a.jpg',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    '//example.org/a.jpg',
    'nonsense',
    '',
    `https://user:secret@example.org/`,
    `https://example.org/${'a'.repeat(2000)}`,
  ];
  for (const url of closed) expect([url, await ask(url, {}, [])]).toEqual([url, 'BAD_ADDRESS']);
  // Another port of the same host is another service.
  expect(await ask('http://127.0.0.1:1/')).toBe('BAD_ADDRESS');
  expect(asked).toBe(0);
  // Control: with the host in the settings, the same server answers.
  expect(await ask(`http://${near}/`)).toBe('200 hello');
});

test('too much is not read to its end, whatever it says about its length', async () => {
  expect(await ask(`http://${near}/large`)).toBe('TOO_LARGE');
  expect(await ask(`http://${near}/told`)).toBe('TOO_LARGE');
  expect(await ask(`http://${near}/large`, { maxBytes: 30_000 })).toMatch(/^200/);
});

test('who does not answer, or not to the end, in time', async () => {
  for (const path of ['silent', 'slow'])
    expect([path, await ask(`http://${near}/${path}`, { timeoutMs: 200 })]).toEqual([path, 'TIMEOUT']);
  expect(await ask(`http://${near}/cut`)).toBe('UNREACHABLE');
  expect(await ask('http://127.0.0.1:1/', {}, ['127.0.0.1:1'])).toBe('UNREACHABLE');
});

test('a request without an answer may have arrived, one without a connection never has', async () => {
  const mayHaveArrived = (url: string, host: string) =>
    askOutside({ outsideHosts: [host] }, url, { ...limits, timeoutMs: 200 }).catch((error) => error.mayHaveArrived);
  expect(await mayHaveArrived(`http://${near}/silent`, near)).toBe(true);
  expect(await mayHaveArrived(`http://${near}/cut`, near)).toBe(true);
  expect(await mayHaveArrived('http://127.0.0.1:1/', '127.0.0.1:1')).toBe(false);
});
