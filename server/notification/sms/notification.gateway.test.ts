import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../kernel/config.ts';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { PermanentFailure, Postponed } from '../../kernel/message.ts';
import { endPauses } from '../../testing/news.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { readGateway, type SmsService, startSmsService } from '../../testing/sms.ts';
import { sendToGateway, SmsUnanswered } from './notification.gateway.service.ts';
import { fillTemplate, isSenderName, readAnswer, readPointer, readPrice, senderOf } from './notification.sms.rules.ts';

let sms: SmsService;
let app: TestServer;
let ctx: Parameters<typeof sendToGateway>[0];
const errors: unknown[] = [];
const request = { to: '+4915112345678', text: 'Wasser "heute" & {to}\nab 14 Uhr: 5 €', from: 'Unkel', token: 't-1' };

beforeAll(async () => {
  sms = await startSmsService();
  // A server of its own: it has an SMS gateway and a short time-out.
  app = await startTestServer({ outsideHosts: [sms.host], deliveryTimeoutMs: 1000 }, 'web');
  const log = pino({ base: null }, { write: (line) => void errors.push(line) });
  ctx = forkContext({ ...app.services, log }, system);
});
afterEach(async () => {
  sms.refusalOf = () => undefined;
  sms.taken.length = 0;
  errors.length = 0;
  await endPauses(app);
});
afterAll(async () => {
  await app.stop();
  sms.stop();
});

const failureOf = (gateway = sms.seven): Promise<unknown> =>
  sendToGateway(ctx, gateway, request).catch((error) => error);

test.each(['seven', 'generic'] as const)('%s: every sign of a text arrives as it was written', async (kind) => {
  const { id, price } = await sendToGateway(ctx, sms[kind], request);
  expect(sms.taken).toEqual([{ ...request, id }]);
  expect(price).toBe(800);
});

test('values are escaped for the place where their placeholders stand', () => {
  const base = { kind: 'http', url: 'https://sms.example/{from}?t={text}', sent: { id: '/id' } };
  const given = { to: '+1', text: 'a"b&c={token}\\', from: 'Ä B', token: 'x' };
  const filled = (more: object) => fillTemplate(readGateway({ ...base, method: 'POST', ...more }), given);
  expect(filled({}).url).toBe('https://sms.example/%C3%84%20B?t=a%22b%26c%3D%7Btoken%7D%5C');
  expect(filled({ body: 'm={text}&to={to}' })).toMatchObject({
    body: 'm=a%22b%26c%3D%7Btoken%7D%5C&to=%2B1',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
  });
  const json = { list: [{ m: 'Hallo: {text}' }], n: 1 };
  for (const body of [json, JSON.stringify(json)])
    expect(JSON.parse(filled({ body }).body ?? '')).toEqual({ list: [{ m: 'Hallo: a"b&c={token}\\' }], n: 1 });
});

test('templates that cannot work are refused, and no message repeats a key', () => {
  const good = { kind: 'http', method: 'POST', url: 'https://sms.example/', body: 'm={text}', sent: { id: '/id' } };
  const problemOf = (value: unknown): string => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    try {
      readConfig({ SMS_GATEWAY: text });
      return '';
    } catch (error) {
      return String(error);
    }
  };
  expect(problemOf(good)).toBe('');
  expect(problemOf({ kind: 'seven', key: 'x' })).toBe('');
  const bad = [
    'secret-key',
    { kind: 'seven' },
    { kind: 'seven', key: 'secret-key', more: 1 },
    { kind: 'smpp', key: 'secret-key' },
    { ...good, url: 'http://sms.example/' },
    { ...good, url: 'https://{to}/' },
    { ...good, url: 'https://sms.example/{number}' },
    { ...good, body: 'm={message}' },
    { ...good, body: '{"m": {text}}', headers: { 'content-type': 'application/json' } },
    { ...good, sent: {} },
    { ...good, sent: { id: 'id' } },
    { ...good, receipt: { id: '/id', state: '/s', states: { ok: 'FINE' } } },
  ];
  for (const value of bad) {
    expect([value, problemOf(value)]).toEqual([value, expect.stringContaining('SMS_GATEWAY')]);
    expect(problemOf(value)).not.toContain('secret-key');
  }
  for (const SMS_COUNTRIES of ['de', 'DE;AT', 'Germany'])
    expect(() => readConfig({ SMS_COUNTRIES })).toThrow('DE,AT,CH');
  expect(readConfig({}).smsPrice).toBe(750);
  for (const SMS_PRICE of ['0', '-1', '7,5', 'x']) expect(() => readConfig({ SMS_PRICE })).toThrow('SMS_PRICE');
  expect(readConfig({ SMS_PRICE: '12.25' }).smsPrice).toBe(1225);
});

test('each code of seven.io has its consequence', async () => {
  const kinds = { 202: 'PERMANENT', 403: 'TEMPORARY', 500: 'TECHNICAL', 600: 'TEMPORARY', 903: 'TECHNICAL' };
  for (const [code, kind] of Object.entries(kinds)) {
    const bodies = [code, JSON.stringify({ success: code, messages: [] })];
    for (const body of bodies) {
      sms.refusalOf = () => ({ status: 200, body });
      const failure = await failureOf();
      expect(failure).toBeInstanceOf(kind === 'PERMANENT' ? PermanentFailure : Postponed);
      expect(failure).toMatchObject({ reason: `SEVEN_${code}`, kind });
    }
  }
  expect(errors).toHaveLength(4); // 500 and 903: the operator has to act
  const messages = [{ id: '7', success: false, error: '202' }];
  const partly = readAnswer(sms.seven, 200, JSON.stringify({ success: '100', messages }));
  expect(partly).toEqual({ outcome: 'REFUSED', reason: 'SEVEN_202' });
});

test('Control: a wrong key is a fault of the installation, and the message waits', async () => {
  const headers = { ...sms.seven.headers, 'X-Api-Key': 'key-2' };
  expect(await failureOf({ ...sms.seven, headers })).toMatchObject({ reason: 'SEVEN_900', kind: 'TECHNICAL' });
  expect(await failureOf({ ...sms.generic, headers: {} })).toMatchObject({ reason: 'HTTP_401', kind: 'TECHNICAL' });
  expect(sms.taken).toEqual([]);
});

test('a gateway that asks for a pause gets nothing until then', async () => {
  sms.refusalOf = () => ({ status: 429, headers: { 'retry-after': '2' } });
  expect(await failureOf(sms.generic)).toMatchObject({ reason: 'HTTP_429', seconds: 2 });
  sms.refusalOf = () => undefined;
  expect(await failureOf(sms.generic)).toMatchObject({ reason: 'HOST_PAUSES' });
  expect(sms.taken).toEqual([]);
  await expect.poll(() => failureOf(sms.generic), { timeout: 5000, interval: 200 }).toMatchObject({ price: 800 });
});

test('refusals and faults of a generic gateway', async () => {
  sms.refusalOf = () => ({ status: 400 });
  expect(await failureOf(sms.generic)).toEqual(new PermanentFailure('HTTP_400'));
  sms.refusalOf = () => ({ status: 500 });
  expect(await failureOf(sms.generic)).toMatchObject({ reason: 'HTTP_500', kind: 'TEMPORARY' });
  sms.refusalOf = () => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' } });
  expect(await failureOf(sms.generic)).toEqual(new PermanentFailure('HTTP_302'));
  const ok = { pointer: '/state', value: 'ok' };
  expect(readAnswer({ ...sms.generic, sent: { ...sms.generic.sent, ok } }, 200, '{"state":"bad"}')).toMatchObject({
    outcome: 'REFUSED',
    reason: 'NOT_TAKEN',
  });
});

test('without an answer the message may have been sent, to a private address it never is', async () => {
  sms.refusalOf = () => ({ status: Infinity });
  const failure = await failureOf();
  expect(failure).toBeInstanceOf(SmsUnanswered);
  expect(sms.taken).toHaveLength(1);
  await endPauses(app);
  const config = { ...app.config, outsideHosts: [] };
  const elsewhere = forkContext({ ...app.services, config }, system);
  const url = 'https://127.0.0.1:1/api';
  const private_ = await sendToGateway(elsewhere, { ...sms.seven, url }, request).catch((error) => error);
  expect(private_).toMatchObject({ reason: 'BAD_ADDRESS', kind: 'TECHNICAL' });
});

test('connections to the gateway are kept', async () => {
  const before = sms.connections.size;
  for (let n = 0; n < 4; n++) await sendToGateway(ctx, sms.seven, request);
  expect(sms.connections.size - before).toBeLessThanOrEqual(1);
});

test('pointers, prices and senders', () => {
  const document = { a: [{ 'b/c': 5 }], empty: '', no: null };
  expect(readPointer(document, '/a/0/b~1c')).toBe('5');
  for (const pointer of ['/a', '/a/1/b', '/empty', '/no', '/constructor'])
    expect([pointer, readPointer(document, pointer)]).toEqual([pointer, undefined]);
  expect([readPrice('0.075'), readPrice('0.00001'), readPrice('0')]).toEqual([750, 1, 0]);
  for (const price of [undefined, '-1', 'x', '1e9']) expect(readPrice(price)).toBeUndefined();
  expect(senderOf('Bad Königshofen i. Grabfeld')).toBe('Bad Koenigs');
  expect(senderOf('Łódź')).toMatch(/^[A-Za-z]+$/);
  for (const name of ['Unkel', 'Stadt Unkel', 'VG 5']) expect([name, isSenderName(name)]).toEqual([name, true]);
  for (const name of ['', '12345', 'Stadt Königswinter', 'zwölf', ' a', 'a\nb', 'abcdefghijkl'])
    expect([name, isSenderName(name)]).toEqual([name, false]);
});
