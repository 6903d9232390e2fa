import { expect, it } from 'vitest';
import type { OccurrenceInFullFragment } from '../../gql/graphql.ts';
import { changesOf, draftOf, pathOf } from './slotsDraft.ts';

const zone = 'Europe/Berlin';
const slot = (id: string, more: object) => ({ id, title: '', startsAt: null, endsAt: null, capacity: null, ...more });
const date = {
  startsAt: '2026-12-05T09:00:00Z',
  endsAt: '2026-12-06T17:00:00Z',
  slots: [
    slot('own', { kind: 'ATTENDANCE', capacity: 25 }),
    slot('grill', { kind: 'SHIFT', title: 'Grill', capacity: 2 }),
    slot('night', {
      kind: 'SHIFT',
      title: 'Nachtwache',
      startsAt: '2026-12-05T21:00:00Z',
      endsAt: '2026-12-06T05:00:00Z',
    }),
    slot('late', { kind: 'SHIFT', title: 'Abbau', startsAt: '2026-12-06T17:00:00Z', endsAt: null }),
  ],
} as unknown as OccurrenceInFullFragment;

it('a form that was not touched changes nothing', () => {
  expect(changesOf(draftOf(date.slots, zone), date, zone)).toEqual({ changed: [], added: [], removed: [] });
});

it('only what was touched is sent: a new name keeps the times, a new time is on the day of the shift', () => {
  const draft = draftOf(date.slots, zone);
  const [grill, night, late] = draft.shifts;
  if (!grill || !night || !late) throw new Error('the date has three shifts');
  draft.seats = '';
  night.title = 'Wache';
  late.from = '19:00';
  late.to = '01:00';
  draft.shifts = [night, late, { id: null, title: 'Kasse', from: '', to: '12:00', seats: '3' }];
  const changes = changesOf(draft, date, zone);
  expect(changes).toEqual({
    changed: [
      { slotId: 'own', capacity: null },
      {
        slotId: 'night',
        title: 'Wache',
        capacity: null,
        startsAt: '2026-12-05T21:00:00Z',
        endsAt: '2026-12-06T05:00:00Z',
      },
      {
        slotId: 'late',
        title: 'Abbau',
        capacity: null,
        startsAt: '2026-12-06T18:00:00.000Z',
        endsAt: '2026-12-07T00:00:00.000Z',
      },
    ],
    added: [{ title: 'Kasse', capacity: 3, startsAt: null, endsAt: '2026-12-05T11:00:00.000Z' }],
    removed: ['grill'],
  });
  expect(draft.shifts.map((shift) => pathOf(shift, draft, changes))).toEqual([
    ['changed', '1'],
    ['changed', '2'],
    ['added', '0'],
  ]);
});
