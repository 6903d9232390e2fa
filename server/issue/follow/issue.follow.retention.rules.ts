import { endedForGoodAt } from '../issue.rules.ts';
import type { Issue } from '../issue.entity.ts';

/** Days for which the address of a follower is kept after the issue has ended for good. */
export const addressDays = 30;

/**
 * Time at which the addresses of followers without an account are deleted; null: the issue is open, so messages may
 * follow.
 */
export function addressesDueAt(issue: Pick<Issue, 'status' | 'updatedAt'>, reopenDays: number): Date | null {
  const end = endedForGoodAt(issue, reopenDays);
  return end && new Date(end.getTime() + addressDays * 86_400_000);
}
