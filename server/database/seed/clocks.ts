import { workingTimeBetween } from '../../hours/hours.rules.ts';
import { calendarOf, setOfficeHours } from '../../hours/hours.service.ts';
import { weekdays } from '../../hours/hours.settings.rules.ts';
import { setIssueTargets } from '../../issue/clock/issue.target.service.ts';
import { system } from '../../kernel/actor.ts';
import type { Services } from '../../kernel/context.ts';
import { at, monthAgo } from './clock.ts';
import { oneOf, type Story } from './story.ts';

/** Sets the opening hours of the town hall. */
export async function seedHours(services: Services, townId: string, { hours }: Story): Promise<void> {
  if (hours === undefined) return;
  const spans = hours.spans.map(({ weekday, ...span }) => ({ weekday: oneOf(weekdays, weekday), ...span }));
  await setOfficeHours(at(services, system, monthAgo), townId, { spans, closedDays: hours.closedDays });
}

/**
 * Sets the deadlines of reports so that, on the day of seeding, some are exceeded, one is nearly exceeded and most are
 * met.
 */
export async function seedTargets(
  services: Services,
  townId: string,
  { targets = [], issues }: Story,
  categoryIds: ReadonlyMap<string, string>,
): Promise<void> {
  const ctx = at(services, system, monthAgo);
  const calendar = await calendarOf(ctx, townId);
  for (const { category, firstResponse, resolution, nearlyDue } of targets) {
    const hoursAgo = issues.find(({ key }) => key === nearlyDue)?.hoursAgo ?? 0;
    const reported = at(services, system, -hoursAgo).now();
    const used = workingTimeBetween(reported, at(services, system, 0).now(), calendar) / 60;
    const hours = Math.max(resolution ?? Math.ceil(used / 0.9), 1);
    await setIssueTargets(ctx, categoryIds.get(category) ?? '', {
      firstResponseMinutes: Math.min(firstResponse, hours) * 60,
      resolutionMinutes: hours * 60,
    });
  }
}
