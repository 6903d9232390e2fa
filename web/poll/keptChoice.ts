import { forget, recall, remember } from '../shared/storage.ts';
import type { Answers, OwnVote } from './ownVote.ts';

const keyOf = (pollId: string) => `mine.choice.${pollId}`;

/** Stores the choice on this device while the voter proves their identity. */
export function keepChoice(pollId: string, { optionIds, ranked, texts }: Answers): void {
  remember(keyOf(pollId), JSON.stringify({ optionIds: [...optionIds, ...ranked], texts } satisfies OwnVote));
}

export function keptChoice(pollId: string): OwnVote | null {
  try {
    const kept: unknown = JSON.parse(recall(keyOf(pollId)) ?? 'null');
    return isVote(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function forgetChoice(pollId: string): void {
  forget(keyOf(pollId));
}

function isVote(kept: unknown): kept is OwnVote {
  return (
    typeof kept === 'object' &&
    kept !== null &&
    'optionIds' in kept &&
    Array.isArray(kept.optionIds) &&
    'texts' in kept &&
    Array.isArray(kept.texts)
  );
}
