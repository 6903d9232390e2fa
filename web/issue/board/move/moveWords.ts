import type { MoveField } from '../../moves.ts';

type Words = Readonly<Record<MoveField, string>>;

/** What was typed for a step that was not made: the line broke, or a colleague was quicker. Kept as long as the page is open. */
const unsent = new Map<string, Map<string, Words>>();

export function wordsFor(issueId: string, to: string): Words | undefined {
  return unsent.get(issueId)?.get(to);
}

export function keepWords(issueId: string, to: string, words: Words): void {
  const ofIssue = unsent.get(issueId) ?? new Map<string, Words>();
  unsent.set(issueId, ofIssue.set(to, words));
}

/** Whoever works here next need not see them. */
export function forgetAllWords(): void {
  unsent.clear();
}

/** The step is made. */
export function forgetWords(issueId: string): void {
  unsent.delete(issueId);
}
