import { expect, test } from 'vitest';
import type { JoinPolicy } from '../group/group.entity.ts';
import { type GroupStanding, stranger } from '../group/group.rules.ts';
import type { Actor, Partner, Scope } from '../kernel/actor.ts';
import type { Post, PostState } from './post.entity.ts';
import { type Addressee, canEditPost, canPublishAtAll, canReadPost, canWriteTo } from './post.rules.ts';

const town = 'town';
const otherTown = 'other town';
const addressee = (joinPolicy: JoinPolicy = 'OPEN', standing: GroupStanding = stranger): Addressee =>
  ({ group: { municipality: { id: town }, joinPolicy, publishPolicy: 'EDITORS' }, standing }) as Addressee;
const post = (state: PostState): Post => ({ municipality: { id: town }, state }) as Post;
const partner = (municipalityId: string, ...scopes: Scope[]): Partner => ({
  kind: 'partner',
  keyId: 'key',
  municipalityId,
  scopes,
  expiresAt: new Date(),
});
const person = (role?: 'EDITOR' | 'CLERK', municipalityId = town): Actor => ({
  kind: 'person',
  id: 'person',
  sessionId: 'session',
  expiresAt: new Date(),
  roles: role === undefined ? [] : [{ role, municipalityId, deskId: null }],
});
const publisher: GroupStanding = { ...stranger, isMember: true, isPublisher: true };
const codeOf = (verdict: { allow: boolean; code?: string }): string => verdict.code ?? 'allow';

test.each([
  ['own town, posts:read', partner(town, 'posts:read'), 'PUBLISHED', 'OPEN', 'allow'],
  ['a group on request', partner(town, 'posts:read'), 'PUBLISHED', 'ON_REQUEST', 'NOT_FOUND'],
  ['a draft, even of its own', partner(town, 'posts:read', 'posts:write'), 'DRAFT', 'OPEN', 'NOT_FOUND'],
  ['without the scope', partner(town, 'issues:read'), 'PUBLISHED', 'OPEN', 'FORBIDDEN'],
  ['another town', partner(otherTown, 'posts:read'), 'PUBLISHED', 'OPEN', 'NOT_FOUND'],
] as const)('a partner reads: %s', (_name, actor, state, joinPolicy, code) => {
  expect(codeOf(canReadPost(actor, post(state), [addressee(joinPolicy)]))).toBe(code);
});

test.each([
  ['own town, posts:write', partner(town, 'posts:write'), 'OPEN', 'allow'],
  ['a closed group', partner(town, 'posts:write'), 'CLOSED', 'NOT_FOUND'],
  ['without the scope', partner(town, 'posts:read'), 'OPEN', 'FORBIDDEN'],
  ['another town', partner(otherTown, 'posts:write'), 'OPEN', 'FORBIDDEN'],
] as const)('a partner drafts: %s', (_name, actor, joinPolicy, code) => {
  expect(codeOf(canWriteTo(actor, addressee(joinPolicy)))).toBe(code);
});

test('a partner neither publishes nor changes', () => {
  const actor = partner(town, 'posts:read', 'posts:write');
  expect(codeOf(canPublishAtAll(actor))).toBe('FORBIDDEN');
  expect(codeOf(canEditPost(actor, post('DRAFT'), [addressee()]))).toBe('FORBIDDEN');
});

test('whoever publishes in one group reads its drafts, but changes them only with all', () => {
  const mine = addressee('OPEN', publisher);
  const theirs = addressee();
  expect(codeOf(canReadPost(person(), post('DRAFT'), [mine, theirs]))).toBe('allow');
  expect(codeOf(canEditPost(person(), post('DRAFT'), [mine, theirs]))).toBe('FORBIDDEN');
  expect(codeOf(canEditPost(person(), post('DRAFT'), [mine]))).toBe('allow');
  expect(codeOf(canEditPost(person('EDITOR'), post('DRAFT'), [mine, theirs]))).toBe('allow');
  expect(codeOf(canEditPost(person('EDITOR', otherTown), post('DRAFT'), [mine, theirs]))).toBe('FORBIDDEN');
  expect(codeOf(canEditPost(person('EDITOR'), post('DRAFT'), []))).toBe('FORBIDDEN');
});
