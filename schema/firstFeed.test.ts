import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FirstScreenPlan } from '../server/kernel/firstScreen.ts';
import { drawBlock } from '../server/kernel/shellBlocks.ts';
import type { Parts } from '../server/kernel/shellParts.ts';
import { arrangeEntries } from '../web/feed/arrange.ts';

// The server draws the feed before the script runs, the web app replaces it: what changed places would jump.
const timeZone = 'Europe/Berlin';
const types = ['Post', 'Poll', 'Issue', 'Event'] as const;
/** Entries of a feed, newest first; the distances in hours cross days, also those of the time zone. */
type Feed = readonly { readonly id: string; readonly at: string; readonly type: (typeof types)[number] }[];

const plan: FirstScreenPlan = JSON.parse(readFileSync(new URL('firstScreens.json', import.meta.url), 'utf8'));
const rows = plan.pages.flatMap(({ blocks }) => blocks).find(({ part }) => part === 'rows')?.entries?.rows ?? {};

/** Parts that write the look of an entry and its id. */
const parts: Parts = {
  said: () => '',
  part:
    (name) =>
    ({ title = '', entries = '' } = {}) =>
      name === 'rows' ? entries : `${name.replace('rows', '')} ${title},`,
};

function ofServer(feed: Feed, zone = timeZone): string[] {
  const edges = feed.map(({ id, at, type }) => ({ node: { at, subject: { id, __typename: type } } }));
  const drawn = drawBlock(
    {
      part: 'rows',
      entries: { from: 'edges', subject: 'node.subject', title: 'id', most: 99, rows },
    },
    { data: { edges }, locale: 'de', timeZone: zone, isSignedIn: false, values: {} },
    parts,
  );
  return drawn.split(',').filter(Boolean);
}

function ofApp(feed: Feed): string[] {
  const day = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' });
  const items = arrangeEntries(
    feed.map(({ id, at, type }) => ({ id, at, subject: { id, __typename: type } })) as never,
    {
      canLead: (type) => rows[type]?.leads ?? false,
      canBundle: (type) => rows[type]?.bundles ?? false,
      dayOf: (at) => day.format(new Date(at)),
    },
  );
  return items.map((item) => {
    if (item.kind === 'BUNDLE') return `Bundle ${item.entries.at(-1)?.id}`;
    return `${item.kind === 'LEAD' ? 'Lead' : 'Entry'} ${item.entry.id}`;
  });
}

/** Feeds that differ in each run of the numbers, but are the same in each run of the test. */
function feedOf(seed: number): Feed {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  let at = Date.UTC(2026, 10, 20, 22, 30);
  return Array.from({ length: 1 + next(24) }, (_, n) => {
    at -= next(9) * 3_600_000;
    return { id: `n${n}`, at: new Date(at).toISOString(), type: types[next(types.length)] ?? 'Post' };
  });
}

test('the HTML of the server arranges the feed as the web app does', () => {
  expect(Object.keys(rows).toSorted()).toEqual([...types].toSorted());
  const feeds = Array.from({ length: 300 }, (_, n) => feedOf(n + 1));
  for (const feed of feeds) expect(ofServer(feed)).toEqual(ofApp(feed));
  expect(feeds.some((feed) => ofServer(feed).some((item) => item.startsWith('Bundle')))).toBe(true);
  // Control: days of another time zone join other reports.
  expect(feeds.some((feed) => ofServer(feed, 'Pacific/Auckland').join() !== ofApp(feed).join())).toBe(true);
});

test('the HTML of the server merges polls and dates as the web app does, without the polls of the row "Heute"', () => {
  const hour = (n: number): string => new Date(Date.UTC(2026, 10, 20, n)).toISOString();
  const poll = (title: string, end: number) => ({ id: title, title, closesAt: hour(end), viewerHasVoted: false });
  const date = (title: string, start: number, end: number | null) => ({
    id: title,
    startsAt: hour(start),
    event: { title, answersUntil: end === null ? null : hour(end) },
  });
  const polls = [poll('today', 1), poll('third', 3), poll('voted', 4), poll('last', 7)];
  const data = {
    HomeToday: {
      municipality: {
        today: [{ subject: { id: 'today' } }],
        pollsToVote: polls.map((one) => ({ ...one, viewerHasVoted: one.id === 'voted' })),
      },
    },
    DatesToAnswer: { viewer: { datesToAnswer: [date('fourth', 9, 5), date('second', 2, null)] } },
  };
  const block = plan.pages.flatMap(({ blocks }) => blocks).find(({ part }) => part === 'open');
  if (block === undefined) throw new Error('no block');
  const content = { data, locale: 'de', timeZone, isSignedIn: true, values: {} };
  const written: Parts = {
    said: (key) => key,
    part: (name) => (values) => (name === 'open' ? (values?.entries ?? '') : `${values?.title} ${values?.act},`),
  };
  expect(drawBlock(block, content, written)).toBe(
    'second home.event.reply,third home.vote,fourth home.event.reply,last home.vote,',
  );
  const none = { HomeToday: { municipality: { today: [], pollsToVote: [] } } };
  expect(drawBlock(block, { ...content, data: none }, written)).toBe('');
});
