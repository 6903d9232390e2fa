import { describe, expect, it } from 'vitest';
import type { FeedPageFragment } from '../gql/graphql.ts';
import {
  addPage,
  applyUpdate,
  renewFeed,
  revealAll,
  shownEntries,
  startFeed,
  type Feed,
  type Update,
} from './entries.ts';

type Node = Update['entries'][number];
const [town, kita] = ['Unkel', 'Kita'].map((name) => ({
  id: name,
  name,
  picture: 'TOWN' as const,
  isTown: name === 'Unkel',
  joinPolicy: 'OPEN' as const,
}));
if (!town || !kita) throw new Error('two groups');

function node(id: string, minute: number, because = [town], title = id): Node {
  const nothing = { excerpt: '', publishedAt: null, variants: [], lastChange: null, poll: null };
  const subject = { __typename: 'Post' as const, id: `p${id}`, title, sender: 'Rathaus', ...nothing };
  return { id, at: `2026-11-24T10:${String(minute).padStart(2, '0')}:00.000Z`, because: because as never, subject };
}
function page(nodes: Node[], next: string | null = null): FeedPageFragment {
  const streams = [town, kita].map((group) => ({ group: group as never, cursor: 'c0' }));
  const edges = nodes.map((one) => ({ node: one as never }));
  return { edges, pageInfo: { hasNextPage: next !== null, endCursor: next }, streams };
}
const update = (entries: Node[], removedIds: string[] = [], cursor = 'c1'): Update => ({
  entries,
  removedIds,
  reset: false,
  cursor,
});
const shown = (feed: Feed) => shownEntries(feed).map(({ id }) => id);
const start = startFeed(page([node('b', 2), node('a', 1)]));

describe('a feed', () => {
  it('shows the newest first; what comes live waits until it is asked for', () => {
    const heard = applyUpdate(start, 'Unkel', update([node('c', 3)]));
    expect([shown(heard), heard.held.size]).toEqual([['b', 'a'], 1]);
    expect(shown(revealAll(heard))).toEqual(['c', 'b', 'a']);
    expect(heard.streams.map(({ cursor }) => cursor)).toEqual(['c1', 'c0']);
  });

  it('holds nothing back where nothing is shown', () => {
    expect(shown(applyUpdate(startFeed(page([])), 'Unkel', update([node('c', 3), node('d', 4)])))).toEqual(['d', 'c']);
  });

  it('keeps one entry of what comes by two groups, and tells both', () => {
    const once = applyUpdate(start, 'Unkel', update([node('c', 3)]));
    const twice = applyUpdate(once, 'Kita', update([node('c', 3, [kita])]));
    const [entry] = shownEntries(revealAll(twice));
    expect([twice.held.size, entry?.because.map(({ name }) => name)]).toEqual([1, ['Kita', 'Unkel']]);
    const left = applyUpdate(twice, 'Kita', update([], ['c']));
    expect(shownEntries(revealAll(left))[0]?.because.map(({ name }) => name)).toEqual(['Unkel']);
    expect(shown(revealAll(applyUpdate(left, 'Unkel', update([], ['c']))))).toEqual(['b', 'a']);
  });

  it('changes in place what is shown, and takes away what is withdrawn', () => {
    const changed = applyUpdate(start, 'Unkel', update([node('a', 1, [town], 'Neu')]));
    expect([shown(changed), changed.held.size]).toEqual([['b', 'a'], 0]);
    expect(shownEntries(changed)[1]?.subject).toMatchObject({ title: 'Neu' });
    expect(shown(applyUpdate(changed, 'Unkel', update([{ ...node('b', 2), subject: null }])))).toEqual(['a']);
  });

  it('pages on: what the stream told meanwhile stays, what it took does not come back', () => {
    const first = startFeed(page([node('c', 3), node('b', 2)], 'next'));
    const older = applyUpdate(first, 'Unkel', update([node('a', 1)], ['z']));
    expect([older.entries.size, older.next]).toEqual([2, 'next']);
    const changed = applyUpdate(older, 'Unkel', update([node('b', 2, [town], 'Neu')]));
    const more = addPage(changed, page([node('b', 2), node('a', 1), node('z', 0)]));
    expect([shown(more), more.next]).toEqual([['c', 'b', 'a'], null]);
    expect(shownEntries(more)[1]?.subject).toMatchObject({ title: 'Neu' });
  });

  it('read anew, lets what was not shown before wait', () => {
    const renewed = renewFeed(start, page([node('d', 4), node('b', 2)]));
    expect([shown(renewed), [...renewed.held]]).toEqual([['b'], ['d']]);
    expect(shown(renewFeed(startFeed(page([])), page([node('d', 4)])))).toEqual(['d']);
  });
});
