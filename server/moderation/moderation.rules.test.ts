import { describe, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { type Actor, anonymous, type Person, system } from '../kernel/actor.ts';
import { Refusal } from '../kernel/errors.ts';
import type { RoleKind } from '../kernel/names.ts';
import { canModerate, canSendNotice, readDecision, readNotice, type Words } from './moderation.rules.ts';

const town = v7();
const person = (...roles: RoleKind[]): Person => ({
  kind: 'person',
  id: v7(),
  sessionId: v7(),
  expiresAt: new Date(8.64e15),
  roles: roles.map((role) => ({ role, municipalityId: town, deskId: null })),
});
const partner: Actor = { kind: 'partner', keyId: v7(), municipalityId: town, scopes: [], expiresAt: new Date(8.64e15) };
const words: Words = { kind: 'IDEA', objectId: v7(), municipalityId: town, authorId: v7(), isPublic: true };
const codeOf = (verdict: ReturnType<typeof canModerate>): string => (verdict.allow ? 'allow' : verdict.code);
const codesOf = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.userErrors.map(({ code }) => code);
  }
};

describe('who may send a notice', () => {
  test('everybody about public words of somebody else, with or without an account; no program', () => {
    expect(codeOf(canSendNotice(anonymous, words, false))).toBe('allow');
    expect(codeOf(canSendNotice(person(), words, false))).toBe('allow');
    expect(codeOf(canSendNotice(partner, words, false))).toBe('FORBIDDEN');
  });

  test('not twice, not about own words, not about words that not everybody can read', () => {
    const author = person();
    expect(codeOf(canSendNotice(person(), words, true))).toBe('NOTICE_EXISTS');
    expect(codeOf(canSendNotice(author, { ...words, authorId: author.id }, false))).toBe('OWN_WORDS');
    expect(codeOf(canSendNotice(anonymous, { ...words, authorId: null, isOwn: true }, false))).toBe('OWN_WORDS');
    expect(codeOf(canSendNotice(anonymous, { ...words, authorId: null }, false))).toBe('allow');
    expect(codeOf(canSendNotice(person(), { ...words, isPublic: false }, false))).toBe('NO_PUBLIC_WORDS');
  });
});

test('editors and admins of the town moderate, nobody else', () => {
  expect(codeOf(canModerate(person('EDITOR'), town))).toBe('allow');
  expect(codeOf(canModerate(person('ADMIN'), town))).toBe('allow');
  for (const who of [person('CLERK'), person('REGISTRAR'), person(), partner, system])
    expect(codeOf(canModerate(who, town))).toBe('FORBIDDEN');
  expect(codeOf(canModerate(person('EDITOR'), v7()))).toBe('FORBIDDEN');
  expect(codeOf(canModerate(anonymous, town))).toBe('UNAUTHENTICATED');
});

test('something else needs words; a notice has at most 2,000 characters', () => {
  expect(readNotice({ reason: 'INSULT' })).toBeNull();
  expect(readNotice({ reason: 'OTHER', text: ' Das ist mein Garten. ' })).toBe('Das ist mein Garten.');
  expect(codesOf(() => readNotice({ reason: 'OTHER', text: '  ' }))).toEqual(['MESSAGE_REQUIRED']);
  expect(codesOf(() => readNotice({ reason: 'INSULT', text: 'a'.repeat(2001) }))).toEqual(['TOO_LONG']);
});

test('a decision needs its reasons, and hiding a ground', () => {
  const statement = 'Der Ton verletzt unsere Regeln.';
  expect(readDecision({ verdict: 'KEPT', ground: 'LAW', statement })).toMatchObject({ ground: null });
  expect(readDecision({ verdict: 'HIDDEN', ground: 'LAW', statement })).toMatchObject({ ground: 'LAW' });
  expect(codesOf(() => readDecision({ verdict: 'HIDDEN', statement: ' ' }))).toEqual([
    'REASON_REQUIRED',
    'GROUND_REQUIRED',
  ]);
  expect(codesOf(() => readDecision({ verdict: 'KEPT', statement: '' }))).toEqual(['REASON_REQUIRED']);
});
