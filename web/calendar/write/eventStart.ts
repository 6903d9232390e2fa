import type { EventToEditFragment } from '../../gql/graphql.ts';
import { filesOf } from '../../post/filesText.ts';
import { localOf } from '../../shared/localTime.ts';
import { shiftDay } from '../days.ts';
import { nextYear } from './copyDay.ts';
import type { EventDraft } from './eventDraft.ts';

/** Initial content of the form: an evening tomorrow, perhaps in a group, or the existing event. */
export function startOf(event: EventToEditFragment | null, groupId: string, timeZone: string, now: number): EventDraft {
  const tomorrow = shiftDay(localOf(new Date(now).toISOString(), timeZone).slice(0, 10), 1);
  const empty: EventDraft = {
    title: '',
    body: '',
    variants: [],
    pictures: [],
    attachments: [],
    groupIds: groupId ? [groupId] : [],
    isAllDay: false,
    day: tomorrow,
    lastDay: '',
    from: '19:00',
    to: '21:00',
    place: '',
    point: null,
    onlineUrl: '',
    repeats: 'NEVER',
    interval: 1,
    weekdays: [],
    dayBy: 'DAY',
    ending: 'UNTIL',
    until: shiftDay(tomorrow, 180),
    count: 10,
    takesAnswers: true,
    seats: '',
    maxCompanions: 3,
    answersUntil: '',
    shifts: [],
  };
  if (event === null) return empty;
  return { ...empty, ...contentOf(event), ...timesOf(event, timeZone), ...ruleOf(event), ...seatsOf(event, timeZone) };
}

function contentOf(event: EventToEditFragment) {
  const { title, body, variants, groups, place, point, onlineUrl } = event;
  return {
    ...filesOf(event),
    title,
    body,
    variants: variants.map((variant) => ({ locale: variant.locale, title: variant.title, body: variant.body })),
    groupIds: groups.map(({ id }) => id),
    place: place ?? '',
    point: point ? { lat: point.lat, lon: point.lon } : null,
    onlineUrl: onlineUrl ?? '',
  };
}

function timesOf({ startsAt, endsAt, isAllDay }: EventToEditFragment, timeZone: string): Partial<EventDraft> {
  const start = localOf(startsAt, timeZone);
  const end = localOf(isAllDay ? new Date(Date.parse(endsAt) - 1).toISOString() : endsAt, timeZone);
  const lastDay = end.slice(0, 10) === start.slice(0, 10) ? '' : end.slice(0, 10);
  const times = isAllDay ? {} : { from: start.slice(11), to: end.slice(11) };
  return { isAllDay, day: start.slice(0, 10), lastDay, ...times };
}

function ruleOf({ recurrence }: EventToEditFragment): Partial<EventDraft> {
  if (!recurrence) return {};
  const { nthWeekday, until, count } = recurrence;
  const byWeekday = nthWeekday && nthWeekday.nth < 0 ? 'LAST' : 'NTH';
  return {
    repeats: recurrence.frequency,
    interval: recurrence.interval ?? 1,
    weekdays: [...(recurrence.weekdays ?? [])],
    dayBy: nthWeekday ? byWeekday : 'DAY',
    ending: count == null ? 'UNTIL' : 'COUNT',
    ...(until && { until }),
    ...(count && { count }),
  };
}

function seatsOf(
  { plannedSlots, maxCompanions, answersUntil }: EventToEditFragment,
  timeZone: string,
): Partial<EventDraft> {
  const attendance = plannedSlots.find(({ kind }) => kind === 'ATTENDANCE');
  const clock = (at: string | null | undefined) => (at ? localOf(at, timeZone).slice(11) : '');
  const textOf = (capacity: number | null | undefined) => (capacity == null ? '' : String(capacity));
  return {
    takesAnswers: plannedSlots.length > 0,
    seats: textOf(attendance?.capacity),
    maxCompanions,
    answersUntil: answersUntil ? localOf(answersUntil, timeZone) : '',
    shifts: plannedSlots.flatMap(({ kind, title, startsAt, endsAt, capacity }) =>
      kind === 'SHIFT' ? [{ title, from: clock(startsAt), to: clock(endsAt), seats: textOf(capacity) }] : [],
    ),
  };
}

/**
 * Initial content of the form of a new event like an earlier one, on its day a year later, or in the first later year that is not
 * over. Pictures and PDFs are left out, because they name the old day.
 */
export function startOfCopy(event: EventToEditFragment, timeZone: string, now: number): EventDraft {
  const draft = { ...startOf(event, '', timeZone, now), pictures: [], attachments: [] };
  const today = localOf(new Date(now).toISOString(), timeZone).slice(0, 10);
  let day = nextYear(draft.day, draft);
  while (day < today) day = nextYear(day, draft);
  const moved = (old: string) => old && shiftDay(old, (Date.parse(day) - Date.parse(draft.day)) / 86_400_000);
  return {
    ...draft,
    day,
    lastDay: moved(draft.lastDay),
    until: moved(draft.until),
    answersUntil: draft.answersUntil && `${moved(draft.answersUntil.slice(0, 10))}${draft.answersUntil.slice(10)}`,
  };
}
