import { InputCheck } from '../../kernel/payload.ts';
import type { IssueKind } from '../issue.category.entity.ts';

/** Deadlines in minutes of open time; null: no deadline. */
export interface Targets {
  readonly firstResponseMinutes: number | null;
  readonly resolutionMinutes: number | null;
}

/** Minutes of a usual day, 08:00 to 17:00. */
const day = 9 * 60;
const within = (response: number, resolution: number | null): Targets => ({
  firstResponseMinutes: response * day,
  resolutionMinutes: resolution && resolution * day,
});

/** Deadlines of categories without deadlines of their own. Praise is answered and needs no resolution. */
export const usualTargets: Readonly<Record<IssueKind, Targets>> = {
  DEFECT: within(2, 10),
  COMPLAINT: within(2, 15),
  PRAISE: within(5, null),
  CRITICISM: within(3, 20),
  SUGGESTION: within(5, 20),
  QUESTION: within(2, 5),
};

/** Maximum deadline in minutes: five years of usual hours. */
const longest = 5 * 250 * day;

/** Validates deadlines. Throws one refusal that lists all faults. */
export function checkTargets(kind: IssueKind, targets: Targets): void {
  const check = new InputCheck();
  for (const name of ['firstResponseMinutes', 'resolutionMinutes'] as const) {
    const minutes = targets[name];
    check.require(minutes === null || minutes > 0, 'NOT_POSITIVE', 'more than nothing', name);
    check.require(minutes === null || minutes <= longest, 'TOO_LONG', `at most ${longest} minutes`, name);
  }
  const { firstResponseMinutes: response, resolutionMinutes: resolution } = targets;
  const isInOrder = response === null || resolution === null || response <= resolution;
  check.require(isInOrder, 'RESPONSE_AFTER_RESOLUTION', 'answered before it is settled', 'firstResponseMinutes');
  const fits = kind !== 'PRAISE' || resolution === null;
  check.require(fits, 'NOTHING_TO_RESOLVE', 'thanks need no solution', 'resolutionMinutes');
  check.done();
}
