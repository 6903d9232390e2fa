import { randomUUID } from 'node:crypto';

const global = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64url');

/** Invalid values in place of a global id of `type`; none names an existing object. */
export function badIds(type: string, ofOtherType: string): readonly string[] {
  return [
    '',
    ' ',
    'x',
    '0',
    '-1',
    'null',
    "' or 1=1 --",
    '../../etc/passwd',
    '<script>alert(1)</script>',
    '😀',
    '\u0000',
    'a'.repeat(300),
    global(type, 'not-a-uuid'),
    global(type, ''),
    global(type, `${randomUUID()}x`),
    global(type, randomUUID()),
    global('Nothing', randomUUID()),
    global('__proto__', randomUUID()),
    ofOtherType,
  ];
}

export const longText = 'ä'.repeat(40_000);

export const badEmails: readonly string[] = [
  '',
  ' ',
  'x',
  'a@b',
  '@example.org',
  'a@',
  'a b@example.org',
  'a@example.org, b@example.org',
  'a@example.org\r\nBcc: b@example.org',
  '"a"@example.org>',
  'a@exa_mple.org',
  `${'a'.repeat(400)}@example.org`,
  '<script>@example.org',
  'a@example.org\u0000',
  longText,
];

export const badCursors: readonly string[] = [
  '',
  'x',
  'AAAA.AAAA',
  `${'A'.repeat(22)}.${Buffer.from('["2026-01-01","x"]').toString('base64url')}`,
  `${'A'.repeat(22)}.`,
  '😀'.repeat(50),
  'a'.repeat(5000),
  "'; drop table poll; --",
  '\u0000',
];

export const badPoints: readonly object[] = [
  { lat: 91, lon: 7.2 },
  { lat: 50.6, lon: 181 },
  { lat: -1e308, lon: 1e308 },
  { lat: 52.52, lon: 13.4 }, // on earth, but in another municipality
  { lat: 0, lon: 0 },
];
