import { expect, test } from 'vitest';
import { lockText, unlockText } from '../kernel/secrets.ts';
import { formOf, nextTryAt, readEntries } from './open311.outgoing.rules.ts';

const report = {
  town: 'Unkel',
  reference: 'M-1007',
  version: 3,
  lat: 50.6,
  lon: 7.2,
  category: 'Straße',
  note: null,
  address: 'Linzer Straße 16, bei Klein, 02224 123456',
  text: '',
  photos: ['https://a/1', 'https://a/2'],
};

test('the first picture is the picture, the others stand in the words; contacts stand nowhere', () => {
  const form = Object.fromEntries(formOf(report, { sign: 'Zeichen:', photos: 'Weitere Fotos:' }));
  expect(form).toEqual({
    lat: '50.600000',
    long: '7.200000',
    media_url: 'https://a/1',
    address_string: 'Linzer Straße 16, bei Klein, […]',
    description: 'Straße\n\nWeitere Fotos:\nhttps://a/2\n\nZeichen: Unkel M-1007/3.',
  });
  expect(formOf({ ...report, photos: [] }, { sign: '', photos: '' }).has('media_url')).toBe(false);
});

test('tries are further and further apart, an hour at most; what is no answer is none', () => {
  const seconds = (turn: number) => nextTryAt(turn, new Date(0)).getTime() / 1000;
  expect([seconds(1), seconds(2), seconds(8), seconds(24)]).toEqual([30, 60, 3600, 3600]);
  expect(readEntries(Buffer.from('<html>'))).toBeUndefined();
  expect(readEntries(Buffer.from('[{"service_request_id": 7, "token": null}]'))).toEqual([
    new Map([['service_request_id', '7']]),
  ]);
  // The database stores neither NUL characters nor lone surrogates; such characters of the other server must not
  // prevent storing the answer.
  expect(
    readEntries(
      Buffer.from(String.raw`[{"service_request_id": "7\u0000", "status_notes": "\u0000", "token": "a\ud800\u0007"}]`),
    ),
  ).toEqual([
    new Map([
      ['service_request_id', '7'],
      ['token', 'a\ufffd'],
    ]),
  ]);
});

test('what is locked is opened for its owner with the same secret, unchanged, and not otherwise', () => {
  const locked = lockText('secret', 'one', 'key-4711');
  expect(unlockText('secret', 'one', locked)).toBe('key-4711');
  expect(() => unlockText('secret', 'two', locked)).toThrow();
  expect(() => unlockText('other', 'one', locked)).toThrow();
  expect(() => unlockText('secret', 'one', `${locked.startsWith('A') ? 'B' : 'A'}${locked.slice(1)}`)).toThrow();
});
