import { expect, test } from 'vitest';
import { Refusal } from '../../kernel/errors.ts';
import type { Calendar } from '../../hours/hours.entity.ts';
import { usualWeek } from '../../hours/hours.rules.ts';
import type { ClockHand } from './issue.clock.entity.ts';
import { type ClockReading, type ClockStep, handsOf, readClock, stateOf } from './issue.clock.rules.ts';
import type { IssueParty, IssueStatus } from '../issue.entity.ts';
import { checkTargets } from './issue.target.rules.ts';

const calendar: Calendar = { timeZone: 'Europe/Berlin', land: '07', week: usualWeek, closedDays: [] };
/** First response within four hours, resolution within 18 hours, i.e. two days. */
const terms = { calendar, firstResponseMinutes: 240, resolutionMinutes: 1080 };

/** Moment of a text such as "Fr 16:00" in the week from Monday, 23 November 2026; "+Mo" is a week later. */
const moment = (text: string): Date => {
  const [, later, day = '', time = ''] = /^(\+?)(\w\w) (.*)$/.exec(text) ?? [];
  const date = 23 + ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'].indexOf(day) + (later === '+' ? 7 : 0);
  const [month, inMonth] = date > 30 ? [12, date - 30] : [11, date];
  return new Date(`2026-${month}-${String(inMonth).padStart(2, '0')}T${time}:00+01:00`);
};
const local = (at: Date | null | undefined): string | null =>
  at == null
    ? null
    : new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' })
        .format(at)
        .slice(5);

type Told = readonly [at: string, to: IssueStatus, by?: IssueParty, isTakenBack?: boolean];
const steps = (...told: readonly Told[]): ClockStep[] =>
  told.map(([at, to, by = 'STAFF', isTakenBack = false]) => ({ at: moment(at), to, by, message: null, isTakenBack }));
const reported: Told = ['Mo 10:00', 'SUBMITTED', 'REPORTER'];
const read = (...told: readonly Told[]): ClockReading => {
  const reading = readClock(steps(reported, ...told), terms);
  if (reading === null) throw new Error('it does not run');
  return reading;
};
const stateAt = (reading: ClockReading, at: string, name: ClockHand): string => {
  const hand = handsOf(reading).find((one) => one.name === name);
  return hand === undefined ? '?' : stateOf(reading, hand, moment(at));
};

test('both clocks start when it arrives and turn amber and red by themselves', () => {
  const fresh = read();
  expect([local(fresh.firstResponseSoonAt), local(fresh.firstResponseDueAt)]).toEqual(['11-23 13:12', '11-23 14:00']);
  expect(local(fresh.resolutionDueAt)).toBe('11-25 10:00');
  expect(local(fresh.nextDueAt)).toBe('11-23 14:00');
  const seen = ['Mo 13:11', 'Mo 13:12', 'Mo 13:59', 'Mo 14:00'].map((at) => stateAt(fresh, at, 'FIRST_RESPONSE'));
  expect(seen).toEqual(['ON_TIME', 'DUE_SOON', 'DUE_SOON', 'OVERDUE']);
});

test('the first step of the town hall answers it; what its reporter does, does not', () => {
  const answered = read(['Mo 12:00', 'IN_PROGRESS']);
  expect(stateAt(answered, 'Fr 12:00', 'FIRST_RESPONSE')).toBe('MET');
  expect(answered.firstResponseTook).toBe(120);
  expect(local(answered.nextDueAt)).toBe('11-25 10:00');
  const late = read(['Mo 14:01', 'IN_PROGRESS']);
  expect(stateAt(late, 'Mo 15:00', 'FIRST_RESPONSE')).toBe('MISSED');
  const withdrawn = read(['Mo 12:00', 'WITHDRAWN', 'REPORTER']);
  expect(stateAt(withdrawn, 'Fr 12:00', 'FIRST_RESPONSE')).toBe('NONE');
  expect([withdrawn.firstRespondedAt, withdrawn.nextDueAt]).toEqual([null, null]);
});

test('that it was read or given to a desk is no answer without words', () => {
  const unanswered = read(['Mo 11:00', 'TRIAGED'], ['Mo 12:00', 'ASSIGNED']);
  expect(unanswered.firstRespondedAt).toBeNull();
  expect(stateAt(unanswered, 'Mo 14:00', 'FIRST_RESPONSE')).toBe('OVERDUE');
  const [arrived, seen] = steps(reported, ['Mo 11:00', 'TRIAGED']);
  if (arrived === undefined || seen === undefined) throw new Error('two steps');
  const answered = readClock([arrived, { ...seen, message: 'Wir sehen nach.' }], terms);
  expect(local(answered?.firstRespondedAt)).toBe('11-23 11:00');
});

test('a pause across a weekend moves the end on by the open time that it took', () => {
  const asked = read(['Mo 11:00', 'IN_PROGRESS'], ['Di 15:00', 'WAITING_ON_REPORTER']);
  expect(stateAt(asked, '+Fr 12:00', 'RESOLUTION')).toBe('PAUSED');
  expect(asked.nextDueAt).toBeNull();
  // The pause has 30 hours: three on Tuesday, three days of nine hours.
  const goesOn = read(
    ['Mo 11:00', 'IN_PROGRESS'],
    ['Di 15:00', 'WAITING_ON_REPORTER'],
    ['+Mo 09:00', 'IN_PROGRESS', 'REPORTER'],
  );
  expect(goesOn.pausedMinutes).toBe(30 * 60);
  // The four hours that were left at the beginning of the pause are left at its end.
  expect(local(goesOn.resolutionDueAt)).toBe('11-30 13:00');
  const inWeekend = read(['Mo 11:00', 'IN_PROGRESS'], ['Fr 18:00', 'FORWARDED'], ['So 12:00', 'IN_PROGRESS']);
  expect(local(inWeekend.resolutionDueAt)).toBe('11-25 10:00');
});

test('it stops when it is done, and reopening goes on where it stopped', () => {
  const done: readonly Told[] = [
    ['Mo 11:00', 'IN_PROGRESS'],
    ['Di 10:00', 'FORWARDED'],
    ['Do 10:00', 'RESOLVED'],
  ];
  const resolved = read(...done);
  expect(stateAt(resolved, '+Mo 10:00', 'RESOLUTION')).toBe('MET'); // two days of the time were a pause
  expect(resolved.resolutionTook).toBe(9 * 60);
  const reopened = read(...done, ['+Mo 10:00', 'IN_PROGRESS', 'REPORTER']);
  expect(local(reopened.resolutionDueAt)).toBe('12-01 10:00');
  expect(reopened.resolvedAt).toBeNull();
});

test('what was taken back never happened', () => {
  const before = read(['Mo 11:00', 'IN_PROGRESS']);
  const undone = read(
    ['Mo 11:00', 'IN_PROGRESS'],
    ['Mo 12:00', 'WAITING_ON_REPORTER', 'STAFF', true],
    ['Mo 12:00', 'IN_PROGRESS', 'STAFF', true],
  );
  expect(undone).toEqual(before);
  const unanswered = read(['Mo 11:00', 'TRIAGED', 'STAFF', true], ['Mo 11:00', 'SUBMITTED', 'STAFF', true]);
  expect(unanswered).toEqual(read());
});

test('without a target there is no clock, but it is known how long it took', () => {
  const none = readClock(steps(reported, ['Di 10:00', 'RESOLVED']), {
    ...terms,
    firstResponseMinutes: null,
    resolutionMinutes: null,
  });
  expect(none).toMatchObject({ firstResponseDueAt: null, resolutionDueAt: null, nextDueAt: null, nextSoonAt: null });
  expect([none?.firstResponseTook, none?.resolutionTook]).toEqual([540, 540]);
});

test('targets that make no sense are refused', () => {
  const codes = (kind: 'DEFECT' | 'PRAISE', response: number | null, resolution: number | null): string[] => {
    try {
      checkTargets(kind, { firstResponseMinutes: response, resolutionMinutes: resolution });
      return [];
    } catch (error) {
      return error instanceof Refusal ? error.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`) : ['?'];
    }
  };
  expect(codes('DEFECT', 60, 600)).toEqual([]);
  expect(codes('DEFECT', null, null)).toEqual([]);
  expect(codes('DEFECT', 0, 600)).toEqual(['NOT_POSITIVE firstResponseMinutes']);
  expect(codes('DEFECT', 60, -1)).toEqual([
    'NOT_POSITIVE resolutionMinutes',
    'RESPONSE_AFTER_RESOLUTION firstResponseMinutes',
  ]);
  expect(codes('DEFECT', 601, 600)).toEqual(['RESPONSE_AFTER_RESOLUTION firstResponseMinutes']);
  expect(codes('DEFECT', 60, 10_000_000)).toEqual(['TOO_LONG resolutionMinutes']);
  expect(codes('PRAISE', 60, 600)).toEqual(['NOTHING_TO_RESOLVE resolutionMinutes']);
});
