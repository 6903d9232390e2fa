import { expect, it } from 'vitest';
import { arrangeEntries } from './arrange.ts';
import type { Entry } from './entries.ts';

/** Entries from short names: type (P post, I issue, V poll), day and number. */
function entriesOf(...names: readonly string[]): Entry[] {
  const types = { P: 'Post', I: 'Issue', V: 'Poll' } as const;
  return names.map((name) => {
    const type = types[name.charAt(0) as keyof typeof types];
    return { id: name, at: name.slice(1, 2), because: [], subject: { __typename: type } } as unknown as Entry;
  });
}

function arranged(...names: readonly string[]): string[] {
  const items = arrangeEntries(entriesOf(...names), {
    canLead: (type) => type === 'Post',
    canBundle: (type) => type === 'Issue',
    dayOf: (at) => at,
  });
  return items.map((item) =>
    item.kind === 'BUNDLE'
      ? `${item.key}: ${item.entries.map(({ id }) => id).join(' ')}`
      : `${item.kind} ${item.entry.id}`,
  );
}

it('the newest post leads, everything else keeps its order', () => {
  expect(arranged('V9a', 'P9b', 'P9c')).toEqual(['LEAD P9b', 'ROW V9a', 'ROW P9c']);
});

it('without a post nothing leads', () => {
  expect(arranged('V9a', 'I9b')).toEqual(['ROW V9a', 'ROW I9b']);
  expect(arranged()).toEqual([]);
});

it('adjacent reports of one day share a row, polls and posts never', () => {
  expect(arranged('P9a', 'I9b', 'I9c', 'I8d', 'P8e', 'I8f', 'P8g', 'P8h', 'V8i', 'V8j')).toEqual([
    'LEAD P9a',
    'to I9c: I9b I9c',
    'ROW I8d',
    'ROW P8e',
    'ROW I8f',
    'ROW P8g',
    'ROW P8h',
    'ROW V8i',
    'ROW V8j',
  ]);
});

it('a newer report joins a row without changing its key', () => {
  expect(arranged('I9a', 'I9b', 'I9c')).toEqual(['to I9c: I9a I9b I9c']);
});
