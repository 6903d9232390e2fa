import { expect, test } from 'vitest';
import { type Actor, anonymous, type RoleGrant, system } from '../kernel/actor.ts';
import { readEmail } from '../kernel/email.ts';
import { canGrantRole, isRoleComplete, readCode } from './identity.rules.ts';

test('an address has one form', () => {
  expect(readEmail('  Anna.Muster@Example.ORG\n')).toBe('anna.muster@example.org');
  expect(readEmail('post+stadt@münchen.example')).toBe('post+stadt@xn--mnchen-3ya.example');
});

test.each([
  '',
  '@',
  'a',
  'a@',
  '@b.de',
  'a@b',
  'a@b.',
  'a@.de',
  'a@b..de',
  'a@-b.de',
  'a@b-.de',
  'a@127.0.0.1',
  'a@[::1]',
  '.a@b.de',
  'a.@b.de',
  'a..b@c.de',
  'a b@c.de',
  'a@b@c.de',
  '"a b"@c.de',
  'a<b@c.de',
  'a,b@c.de',
  'Ä@b.de',
  'a@b.de\nBcc: c@d.de',
  'a@b.de\r\nSubject: x',
  'a@b.de, c@d.de',
  'a@b.de;c@d.de',
  'Anna <a@b.de>',
  'a\0@b.de',
  `${'a'.repeat(65)}@b.de`,
  `a@${'b'.repeat(250)}.de`,
  'a'.repeat(100_000),
])('%j is no address', (text) => {
  expect(readEmail(text)).toBeUndefined();
});

test('a code may be copied with blanks', () => {
  expect([' 1234 5678\n', '1234-5678', '12345678'].map(readCode)).toEqual(['12345678', '12345678', '12345678']);
  expect(['1234567', '123456789', 'abcdefgh', '1'.repeat(100_000)].map(readCode)).toEqual(['', '', '', '']);
});

const own = 'town-a';
const other = 'town-b';
function grant(role: RoleGrant['role'], municipalityId: string | null, deskId: string | null = null): RoleGrant {
  return { role, municipalityId, deskId };
}
function person(...roles: RoleGrant[]): Actor {
  return { kind: 'person', id: 'p', sessionId: 's', expiresAt: new Date(), roles };
}

test('who may appoint whom', () => {
  const inTown = grant('EDITOR', own);
  const verdicts = [system, anonymous, person(), person(grant('CLERK', own, 'd')), person(grant('ADMIN', other))];
  expect(verdicts.map((actor) => canGrantRole(actor, inTown).allow)).toEqual([true, false, false, false, false]);
  expect(canGrantRole(person(grant('ADMIN', own)), inTown).allow).toBe(true);
  expect(canGrantRole(person(grant('ADMIN', own)), grant('OPERATOR', null))).toEqual({
    allow: false,
    code: 'FORBIDDEN',
  });
  expect(canGrantRole(person(grant('OPERATOR', null)), grant('OPERATOR', null)).allow).toBe(true);
});

test('a clerk has a desk, an operator no town', () => {
  const complete = [grant('CLERK', own, 'd'), grant('ADMIN', own), grant('EDITOR', own), grant('OPERATOR', null)];
  const broken = [grant('CLERK', own), grant('ADMIN', own, 'd'), grant('ADMIN', null), grant('OPERATOR', own)];
  expect(complete.map(isRoleComplete)).toEqual([true, true, true, true]);
  expect(broken.map(isRoleComplete)).toEqual([false, false, false, false]);
});
