import { describe, expect, it } from 'vitest';
import {
  type BoardDate,
  type BoardIncident,
  type BoardPoll,
  openDates,
  openPolls,
  sideCounts,
  sortIncidents,
} from './notices.ts';

const now = Date.parse('2026-11-24T22:00:00Z');
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
const alert = (level: number, minutes: number, msgType = 'ALERT') =>
  ({
    id: String(minutes),
    msgType,
    level,
    sentAt: at(minutes),
    area: 'Unkel',
    sender: 'Ordnungsamt',
    checkCode: null,
    texts: [],
  }) as const;
const incident = (more: Partial<Record<keyof BoardIncident, unknown>> = {}): BoardIncident =>
  ({
    id: 'a',
    kind: 'WARNING',
    status: 'ACTUAL',
    audience: 'PUBLIC',
    level: 3,
    startedAt: at(-10),
    expiresAt: at(60),
    endedAt: null,
    alerts: [alert(3, -10)],
    ...more,
  }) as BoardIncident;

describe('what fills the screen', () => {
  const cases: readonly (readonly [string, BoardIncident, boolean])[] = [
    ['a real warning of level 3', incident(), true],
    ['of level 4', incident({ level: 4, alerts: [alert(4, -10)] }), true],
    ['of level 2', incident({ level: 2, alerts: [alert(2, -10)] }), false],
    ['a drill of level 4', incident({ status: 'EXERCISE', level: 4, alerts: [alert(4, -10)] }), false],
    ['a disruption', incident({ kind: 'DISRUPTION' }), false],
    ['a real warning after 59 minutes', incident({ alerts: [alert(3, -59)] }), true],
    ['after an hour', incident({ alerts: [alert(3, -60)] }), false],
    ['after an hour, updated since at the same level', incident({ alerts: [alert(3, -61), alert(3, -5)] }), false],
    ['raised since', incident({ level: 4, alerts: [alert(3, -90), alert(4, -5)] }), true],
    ['lowered since', incident({ level: 2, alerts: [alert(3, -20), alert(2, -5)] }), false],
    ['after the all-clear', incident({ endedAt: at(-1) }), false],
    ['after it expired', incident({ expiresAt: at(-1) }), false],
    ['a drill of the town hall', incident({ status: 'EXERCISE', audience: 'STAFF' }), false],
    ['one that was not sent', incident({ startedAt: null, alerts: [] }), false],
  ];
  it.each(cases)('%s', (_name, one, fills) => {
    expect(sortIncidents([one], now).full !== null).toBe(fills);
  });
});

it('bands: what goes on before what ended, real before drills, the highest level first; hidden ones never', () => {
  const ids = sortIncidents(
    [
      incident({ id: 'drill', status: 'EXERCISE', level: 4 }),
      incident({ id: 'ended', endedAt: at(-30) }),
      incident({ id: 'long ended', endedAt: at(-61) }),
      incident({ id: 'low', level: 1 }),
      incident({ id: 'high', level: 4 }),
      incident({ id: 'expired', level: 2, expiresAt: at(-5) }),
      incident({ id: 'waiting', startedAt: null }),
      incident({ id: 'staff', audience: 'STAFF', status: 'EXERCISE' }),
      incident({ id: 'water', kind: 'DISRUPTION' }),
    ],
    now,
  );
  expect(ids.bands.map(({ id }) => id)).toEqual(['high', 'expired', 'low', 'drill', 'ended']);
  expect(ids.disruptions.map(({ id }) => id)).toEqual(['water']);
});

it('polls: open ones of open groups, the next to close first', () => {
  const poll = (id: string, minutes: number, joinPolicy = 'OPEN') =>
    ({ id, title: id, closesAt: at(minutes), group: { id: 'g', joinPolicy }, variants: [] }) as unknown as BoardPoll;
  const polls = [poll('later', 60), poll('closed group', 5, 'CLOSED'), poll('over', -1), poll('soon', 10)];
  expect(openPolls(polls, now).map(({ id }) => id)).toEqual(['soon', 'later']);
});

it('dates: those of an open group that are not over, long ones that have begun last', () => {
  const date = (id: string, startsIn: number, endsIn: number, ...policies: readonly string[]) =>
    ({
      id,
      startsAt: at(startsIn),
      endsAt: at(endsIn),
      event: { groups: policies.map((joinPolicy) => ({ joinPolicy })) },
    }) as unknown as BoardDate;
  const dates = [
    date('exhibition since today', -60, 9000, 'OPEN'),
    date('today, the whole day', -700, 740, 'OPEN'),
    date('over', -60, 0, 'OPEN'),
    date('under way', -60, 1, 'OPEN'),
    date('closed', 1, 5, 'CLOSED'),
    date('on request', 1, 5, 'ON_REQUEST'),
    date('in two groups', 1, 9, 'CLOSED', 'OPEN'),
    date('festival ahead', 60, 9000, 'OPEN'),
  ];
  expect(openDates(dates, now).map(({ id }) => id)).toEqual([
    'today, the whole day',
    'under way',
    'in two groups',
    'festival ahead',
    'exhibition since today',
  ]);
});

it('beside dates there is room for one disruption and one poll, without dates for three', () => {
  expect(sideCounts(0)).toEqual({ disruptions: 3, dates: 0, polls: 3 });
  expect(sideCounts(1)).toEqual({ disruptions: 1, dates: 8, polls: 1 });
});
