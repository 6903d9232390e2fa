import { expect, test } from 'vitest';
import { fillBody, fillTitle } from './wording.ts';

const wednesday = { ags: '07138073', now: new Date('2026-11-25T08:00:00Z') };

test('a day of the week is the first one not before so many days', () => {
  expect(fillTitle(wednesday, 'offen am {Mi 0}, {Do 0}, {Di 0}')).toBe(
    'offen am Mittwoch, 25. November, Donnerstag, 26. November, Dienstag, 1. Dezember',
  );
  expect(fillTitle(wednesday, '{Mi 1} und {Mo -12}')).toBe('Mittwoch, 2. Dezember und Montag, 16. November');
  expect(fillBody(wednesday, ['Ab {Fr 2}', '', '- {Sa 3}'])).toBe(
    'Ab Freitag, 27. November\n\n- Samstag, 28. November',
  );
});

test('days are those of the town, also shortly before and after midnight and around summer time', () => {
  const late = (now: string) => ({ ...wednesday, now: new Date(now) });
  expect(fillTitle(late('2026-11-25T23:30:00Z'), '{Do 0}')).toBe('Donnerstag, 26. November');
  expect(fillTitle(late('2026-11-25T22:30:00Z'), '{Mi 0}')).toBe('Mittwoch, 25. November');
  expect(fillTitle(late('2026-10-24T22:30:00Z'), '{So 0} {Mo 0} {So 1}')).toBe(
    'Sonntag, 25. Oktober Montag, 26. Oktober Sonntag, 1. November',
  );
});

test('links lead into the town that is told', () => {
  expect(fillBody(wednesday, ['[Alle Gruppen](/{ags}/groups)'])).toBe('[Alle Gruppen](/07138073/groups)');
});
