import type { AlertPartsFragment, IncidentHeadFragment } from '../../gql/graphql.ts';
import { takeoverLevel } from '../takeoverLevel.ts';

/** An incident with its sent alerts, the oldest first. */
export interface Thread {
  readonly incident: IncidentHeadFragment;
  readonly alerts: readonly AlertPartsFragment[];
}

/** Alerts of a town as the subscription sends them. */
export interface ThreadsUpdate {
  readonly entries: readonly (AlertPartsFragment & { readonly incident: IncidentHeadFragment })[];
  /** True: what was known before is forgotten. */
  readonly reset: boolean;
}

/** Adds alerts to the threads of a town. Disruptions are left out: they concern those who follow them. */
export function addAlerts(known: readonly Thread[], { entries, reset }: ThreadsUpdate): Thread[] {
  const threads = new Map(reset ? [] : known.map((thread) => [thread.incident.id, thread]));
  for (const { incident, ...alert } of entries) {
    if (incident.kind === 'DISRUPTION') continue;
    const others = threads.get(incident.id)?.alerts.filter(({ id }) => id !== alert.id) ?? [];
    threads.set(incident.id, { incident, alerts: [...others, alert].toSorted((a, b) => a.number - b.number) });
  }
  return [...threads.values()].toSorted((a, b) => rankOf(b) - rankOf(a));
}

/** Newest alert that did not end the incident, otherwise the newest one. */
export function newestOf({ alerts }: Thread): AlertPartsFragment | undefined {
  return alerts.findLast(({ msgType }) => msgType !== 'CANCEL') ?? alerts.at(-1);
}

/** Whether the newest alert ended the incident. */
export function isOver({ incident, alerts }: Thread): boolean {
  return incident.endedAt != null || alerts.at(-1)?.msgType === 'CANCEL';
}

/** Whether the newest alert has expired without an all-clear. */
export function isExpired(thread: Thread, now: number): boolean {
  const end = thread.alerts.at(-1)?.expiresAt ?? thread.incident.expiresAt;
  return !isOver(thread) && end != null && Date.parse(end) <= now;
}

/**
 * Number of the newest alert that wakes: the first one, or one that raises the level, if the real warning is on level 3 or
 * higher. 0: the warning covers no page.
 */
export function alarmOf(thread: Thread, now: number): number {
  const { incident, alerts } = thread;
  if (incident.status !== 'ACTUAL' || isOver(thread) || isExpired(thread, now)) return 0;
  if ((newestOf(thread)?.level ?? 0) < takeoverLevel) return 0;
  return alerts.findLast(({ level }, n) => level >= takeoverLevel && level > (alerts[n - 1]?.level ?? 0))?.number ?? 0;
}

/** Whether the reader may hide the bar: nothing that is in force on level 3 or higher. */
export function canHide(thread: Thread, now: number): boolean {
  return alarmOf(thread, now) === 0;
}

/** State of a thread in one word: its newest alert, and whether it is over or expired. */
export function stateOf(thread: Thread, now: number): string {
  const number = String(thread.alerts.at(-1)?.number ?? 0);
  if (isOver(thread)) return `${number} over`;
  return isExpired(thread, now) ? `${number} expired` : number;
}

/** Real warnings go before drills, those in force before those that are over, then the higher level. */
function rankOf(thread: Thread): number {
  const isReal = thread.incident.status === 'ACTUAL' ? 100 : 0;
  const isOpen = isOver(thread) ? 0 : 50;
  return isReal + isOpen + (newestOf(thread)?.level ?? 0);
}
