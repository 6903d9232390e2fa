import { expect, test } from 'vitest';
import { type Actor, anonymous, system } from '../kernel/actor.ts';
import type { RoleGrant } from '../kernel/actor.ts';
import type { GroupRow, JoinPolicy } from './group.entity.ts';
import { canDecideSubmission, needsReview, type Submission } from './group.review.rules.ts';
import { stranger } from './group.rules.ts';

const town = 'town';
const person = (id: string, role?: RoleGrant['role'], at = town): Actor => ({
  kind: 'person',
  id,
  sessionId: 'session',
  expiresAt: new Date(8.64e15),
  roles: role === undefined ? [] : [{ role, municipalityId: at, deskId: null }],
  assurance: { level: 'BASIC', method: 'EMAIL', provenAt: new Date(0) },
});
const groupOf = (joinPolicy: JoinPolicy) =>
  ({ municipality: { id: town }, joinPolicy, publishPolicy: 'EDITORS', needsReview: true }) as GroupRow;
const inGroup = (joinPolicy: JoinPolicy, isMember = false) => ({
  group: groupOf(joinPolicy),
  standing: { ...stranger, isMember },
});
const submission = (more: Partial<Submission> = {}): Submission => ({
  municipalityId: town,
  isWaiting: true,
  writerIds: ['author', null],
  audience: [inGroup('OPEN')],
  hasOneReviewer: false,
  ...more,
});
const decide = (actor: Actor, more: Partial<Submission> = {}): string => {
  const verdict = canDecideSubmission(actor, submission(more));
  return verdict.allow ? 'allow' : verdict.code;
};

test('one group that needs a review is enough', () => {
  expect(needsReview([])).toBe(false);
  expect(needsReview([{ needsReview: false }])).toBe(false);
  expect(needsReview([{ needsReview: false }, { needsReview: true }])).toBe(true);
});

test('editors and admins of the town decide, nobody else', () => {
  expect(decide(person('x', 'EDITOR'))).toBe('allow');
  expect(decide(person('x', 'ADMIN'))).toBe('allow');
  expect(decide(person('x', 'CLERK'))).toBe('FORBIDDEN');
  expect(decide(person('x', 'EDITOR', 'other'))).toBe('FORBIDDEN');
  expect(decide(person('x'))).toBe('FORBIDDEN');
  expect(decide(anonymous)).toBe('UNAUTHENTICATED');
  expect(decide(system)).toBe('FORBIDDEN');
});

test('nobody decides about an own submission, except the only reviewer of the town', () => {
  expect(decide(person('author', 'ADMIN'))).toBe('OWN_SUBMISSION');
  expect(decide(person('author', 'EDITOR'), { hasOneReviewer: true })).toBe('allow');
  expect(decide(person('author'), { hasOneReviewer: true })).toBe('FORBIDDEN');
});

test('in a closed group only reviewers who are members decide, and only while something waits', () => {
  expect(decide(person('x', 'EDITOR'), { audience: [inGroup('OPEN'), inGroup('CLOSED')] })).toBe('FORBIDDEN');
  expect(decide(person('x', 'EDITOR'), { audience: [inGroup('CLOSED', true)] })).toBe('allow');
  expect(decide(person('x', 'EDITOR'), { audience: [] })).toBe('FORBIDDEN');
  expect(decide(person('x', 'EDITOR'), { isWaiting: false })).toBe('NOT_IN_REVIEW');
});
