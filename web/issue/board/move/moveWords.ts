import type { MoveField } from '../../moves.ts';

type Words = Readonly<Record<MoveField, string>>;

/** Typed texts of moves that failed because of the network or a conflict, kept while the page is open. */
const unsent = new Map<string, Map<string, Words>>();

export function wordsFor(issueId: string, to: string): Words | undefined {
  return unsent.get(issueId)?.get(to);
}

export function keepWords(issueId: string, to: string, words: Words): void {
  const ofIssue = unsent.get(issueId) ?? new Map<string, Words>();
  unsent.set(issueId, ofIssue.set(to, words));
}

/** Deletes all texts, so that the next person at this computer does not see them. */
export function forgetAllWords(): void {
  unsent.clear();
}

/** Deletes the texts of a report that was moved. */
export function forgetWords(issueId: string): void {
  unsent.delete(issueId);
}
