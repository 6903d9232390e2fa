import { expect, it } from 'vitest';
import type { EventToEditFragment } from '../../gql/graphql.ts';
import { withProposal } from '../write/withProposal.ts';
import { mergeWaiting, sinceOf } from './waiting.ts';

const at = (hour: number): string => `2026-11-30T${String(hour).padStart(2, '0')}:00:00.000Z`;
const post = (id: string, submittedAt: string | null) =>
  ({ __typename: 'Post', id, updatedAt: at(23), review: { submittedAt } }) as never;
const event = (id: string, submittedAt: string | null) =>
  ({ __typename: 'Event', id, updatedAt: at(22), review: { submittedAt } }) as never;

it('posts and events stand in one list, the longest wait first', () => {
  const merged = mergeWaiting([post('a', at(8)), post('b', at(12))], [event('c', at(9)), event('d', null)]);
  expect(merged.map(({ id }) => id)).toEqual(['a', 'c', 'b', 'd']);
  expect(merged.map(sinceOf)).toEqual([at(8), at(9), at(12), at(22)]);
});

const wording = { title: 'Konzert am See', body: 'Um neun.', html: '<p>Um neun.</p>' };
const stored = (state: string, proposal: object | null): EventToEditFragment =>
  ({ id: 'e', state, title: 'Konzert', body: 'Um acht.', variants: [], review: { proposal } }) as never;

it('the form of a published event goes on with the proposal, that of others with what is stored', () => {
  const variants = [{ locale: 'en', title: 'Concert', body: 'At nine.', html: '<p>At nine.</p>' }];
  expect(withProposal(stored('PUBLISHED', { ...wording, variants }))).toMatchObject({
    title: 'Konzert am See',
    body: 'Um neun.',
    variants: [{ locale: 'en', title: 'Concert', body: 'At nine.' }],
  });
  expect(withProposal(stored('PUBLISHED', null)).title).toBe('Konzert');
  expect(withProposal(stored('DRAFT', { ...wording, variants })).title).toBe('Konzert');
});
