import { endedForGoodAt } from '../issue.rules.ts';
import type { Issue } from '../issue.entity.ts';

/** An address that somebody gave to follow a report is kept for so long after nothing more can come. */
export const addressDays = 30;

/** When the addresses of those who follow it without an account are forgotten; null: it is open, news may come. */
export function addressesDueAt(issue: Pick<Issue, 'status' | 'updatedAt'>, reopenDays: number): Date | null {
  const end = endedForGoodAt(issue, reopenDays);
  return end && new Date(end.getTime() + addressDays * 86_400_000);
}
