import type { NoticeboardQuery } from '../../gql/graphql.ts';

type Town = NonNullable<NoticeboardQuery['municipality']>;
export type BoardIncident = NonNullable<Town['incidents']>['edges'][number]['node'];
export type BoardAlert = BoardIncident['alerts'][number];
export type BoardDate = NonNullable<Town['occurrences']>['edges'][number]['node'];
export type BoardPoll = NonNullable<Town['polls']>['edges'][number]['node'];

const minuteMs = 60_000;
/** For how long an emergency fills the screen after the alert that began or raised it. */
const fullMinutes = 60;
/** The clock of the page may be half a minute late. */
const lateMs = minuteMs / 2;
/** For how long an all-clear stays. */
const endMinutes = 60;
const emergencyLevel = 3;
/** Length of the day on which summer time ends. */
const longestDayMs = 25 * 60 * minuteMs;

export interface Sorted {
  /** Real warning that fills the screen; null: none. */
  readonly full: BoardIncident | null;
  /** Warnings and public drills in bands: those that go on first, real ones before drills, the highest level first. */
  readonly bands: readonly BoardIncident[];
  readonly disruptions: readonly BoardIncident[];
}

/** Incidents of a town as the noticeboard shows them. */
export function sortIncidents(incidents: readonly BoardIncident[], now: number): Sorted {
  const shown = incidents.filter((incident) => isShown(incident, now));
  const warnings = shown.filter(({ kind }) => kind === 'WARNING').toSorted(byWeight);
  const full = warnings.find((incident) => fillsScreen(incident, now)) ?? null;
  return { full, bands: warnings, disruptions: shown.filter(({ kind }) => kind === 'DISRUPTION') };
}

/** Everybody may know it, and it goes on, has expired without an all-clear, or ended within the last hour. */
function isShown({ audience, startedAt, endedAt, expiresAt }: BoardIncident, now: number): boolean {
  if (audience !== 'PUBLIC' || startedAt == null || expiresAt == null) return false;
  if (endedAt != null) return now - Date.parse(endedAt) < endMinutes * minuteMs;
  return now - Date.parse(expiresAt) < 24 * 60 * minuteMs;
}

function byWeight(a: BoardIncident, b: BoardIncident): number {
  const weight = ({ status, endedAt, level }: BoardIncident) =>
    (endedAt == null ? 100 : 0) + (status === 'ACTUAL' ? 10 : 0) + level;
  return weight(b) - weight(a) || Date.parse(String(b.startedAt)) - Date.parse(String(a.startedAt));
}

function fillsScreen({ status, level, endedAt, expiresAt, alerts }: BoardIncident, now: number): boolean {
  if (status !== 'ACTUAL' || level < emergencyLevel || endedAt != null) return false;
  if (Date.parse(String(expiresAt)) <= now) return false;
  const raised = alerts.filter(
    (alert, n) => alert.level >= emergencyLevel && alert.level > (alerts[n - 1]?.level ?? 0),
  );
  const since = Date.parse(String(raised.at(-1)?.sentAt));
  return now - since < fullMinutes * minuteMs - lateMs;
}

/** Open polls that everybody may see, the next to close first. */
export function openPolls(polls: readonly BoardPoll[], now: number): readonly BoardPoll[] {
  return polls
    .filter(({ group, closesAt }) => group.joinPolicy === 'OPEN' && Date.parse(closesAt) > now)
    .toSorted((a, b) => Date.parse(a.closesAt) - Date.parse(b.closesAt));
}

/**
 * Dates in an open group that are not over; staff can also read those of other groups. Those that run for more than a day
 * and have begun, such as an exhibition of weeks, come after the dates ahead.
 */
export function openDates(dates: readonly BoardDate[], now: number): readonly BoardDate[] {
  return dates
    .filter(
      ({ endsAt, event }) => Date.parse(endsAt) > now && event.groups.some(({ joinPolicy }) => joinPolicy === 'OPEN'),
    )
    .toSorted((a, b) => Number(isRunning(a, now)) - Number(isRunning(b, now)));
}

/** Whether a date that lasts longer than a day has begun. */
export function isRunning({ startsAt, endsAt }: Pick<BoardDate, 'startsAt' | 'endsAt'>, now: number): boolean {
  return Date.parse(startsAt) <= now && Date.parse(endsAt) - Date.parse(startsAt) > longestDayMs;
}

/** Numbers of entries beside the news. Dates fill the rest of the column; of those that do not fit none is cut in the middle. */
export function sideCounts(dates: number) {
  return dates === 0 ? { disruptions: 3, dates: 0, polls: 3 } : { disruptions: 1, dates: 8, polls: 1 };
}

/** Words in the language of the page, or the first ones. */
export function wordsIn<Words extends { readonly locale: string }>(texts: readonly Words[], locale: string) {
  return texts.find((text) => text.locale === locale) ?? texts[0];
}
