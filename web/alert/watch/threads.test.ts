import { expect, test } from 'vitest';
import { addAlerts, alarmOf, canHide, isExpired, isOver, type ThreadsUpdate } from './threads.ts';

const now = Date.parse('2026-11-29T12:00:00Z');
const later = '2026-11-29T18:00:00Z';

type Entry = ThreadsUpdate['entries'][number];

function entry(number: number, given: Partial<Entry> = {}, incident: Partial<Entry['incident']> = {}): Entry {
  const id = incident.id ?? 'flood';
  return {
    __typename: 'Alert',
    id: `${id} ${number}`,
    number,
    msgType: number === 1 ? 'ALERT' : 'UPDATE',
    level: 3,
    expiresAt: later,
    texts: [],
    ...given,
    incident: { __typename: 'Incident', id, kind: 'WARNING', status: 'ACTUAL', endedAt: null, ...incident },
  } as unknown as Entry;
}

const only = (...entries: Entry[]) => {
  const [thread] = addAlerts([], { entries, reset: true });
  if (thread === undefined) throw new Error('no thread');
  return thread;
};

test('a real warning from level 3 wakes; lower ones and drills do not', () => {
  expect(alarmOf(only(entry(1)), now)).toBe(1);
  expect(alarmOf(only(entry(1, { level: 4 })), now)).toBe(1);
  expect(alarmOf(only(entry(1, { level: 2 })), now)).toBe(0);
  expect(alarmOf(only(entry(1, {}, { status: 'EXERCISE' })), now)).toBe(0);
  expect(alarmOf(only(entry(1, { level: 4 }, { status: 'EXERCISE' })), now)).toBe(0);
});

test('an update wakes only if it raises the level', () => {
  expect(alarmOf(only(entry(1), entry(2)), now)).toBe(1);
  expect(alarmOf(only(entry(1), entry(2, { level: 4 })), now)).toBe(2);
  expect(alarmOf(only(entry(1, { level: 2 }), entry(2, { level: 3 })), now)).toBe(2);
  expect(alarmOf(only(entry(1, { level: 4 }), entry(2, { level: 3 })), now)).toBe(1);
  expect(alarmOf(only(entry(1), entry(2, { level: 2 })), now)).toBe(0);
});

test('what is over or expired wakes nobody, and says which of the two it is', () => {
  const over = only(entry(1), entry(2, { msgType: 'CANCEL' }));
  expect([isOver(over), isExpired(over, now), alarmOf(over, now), canHide(over, now)]).toEqual([true, false, 0, true]);
  const expired = only(entry(1, { expiresAt: '2026-11-29T11:00:00Z' }));
  expect([isOver(expired), isExpired(expired, now), alarmOf(expired, now)]).toEqual([false, true, 0]);
  expect(canHide(only(entry(1)), now)).toBe(false);
});

test('alerts of a thread stay in order, come once, and disruptions are left out', () => {
  const first = addAlerts([], { entries: [entry(2), entry(1)], reset: true });
  const all = addAlerts(first, {
    entries: [entry(2), entry(1, {}, { id: 'water', kind: 'DISRUPTION' })],
    reset: false,
  });
  expect(all).toHaveLength(1);
  expect(all[0]?.alerts.map(({ number }) => number)).toEqual([1, 2]);
  expect(addAlerts(all, { entries: [], reset: true })).toEqual([]);
});

test('a real warning stands before a drill of a higher level', () => {
  const entries = [entry(1, { level: 4 }, { id: 'drill', status: 'EXERCISE' }), entry(1, { level: 1 })];
  expect(addAlerts([], { entries, reset: true }).map(({ incident }) => incident.id)).toEqual(['flood', 'drill']);
});
