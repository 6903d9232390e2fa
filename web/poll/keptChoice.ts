import { forget, recall, remember } from '../shared/storage.ts';
import type { OwnVote } from './ownVote.ts';

/** Milliseconds for which a choice is kept, as long as the link of a sign-in mail is valid. */
const keptMs = 3_600_000;

/** Key for the choice of somebody who is signed in; signing out deletes it. */
const ownKey = (pollId: string) => `mine.choice.${pollId}`;
/** Key for the choice of a visitor without an account, which must survive the sign-in. */
const visitorKey = (pollId: string) => `visitor.choice.${pollId}`;

/** Stores the choice on this device until it is counted: through a reload, a sign-in or a proof of identity. */
export function keepChoice(pollId: string, vote: OwnVote, isSignedIn: boolean): void {
  const key = isSignedIn ? ownKey(pollId) : visitorKey(pollId);
  remember(key, JSON.stringify({ optionIds: vote.optionIds, texts: vote.texts, at: Date.now() }));
}

/** The stored choice; null if there is none or it is older than an hour. A sign-in takes over the choice of the visitor. */
export function keptChoice(pollId: string, isSignedIn: boolean): OwnVote | null {
  const visitors = readChoice(visitorKey(pollId));
  if (!isSignedIn) return visitors;
  if (visitors) {
    forget(visitorKey(pollId));
    keepChoice(pollId, visitors, true);
  }
  return readChoice(ownKey(pollId));
}

/** Whether a choice of this person or of a visitor is stored on this device. */
export function isChoiceKept(pollId: string): boolean {
  return (readChoice(visitorKey(pollId)) ?? readChoice(ownKey(pollId))) !== null;
}

export function forgetChoice(pollId: string): void {
  forget(ownKey(pollId));
  forget(visitorKey(pollId));
}

function readChoice(key: string): OwnVote | null {
  const text = recall(key);
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    if (isChoice(kept) && Date.now() - kept.at < keptMs) return { optionIds: kept.optionIds, texts: kept.texts };
  } catch {
    // not written by this page
  }
  forget(key);
  return null;
}

function isChoice(kept: unknown): kept is OwnVote & { readonly at: number } {
  return (
    typeof kept === 'object' &&
    kept !== null &&
    'optionIds' in kept &&
    Array.isArray(kept.optionIds) &&
    'texts' in kept &&
    Array.isArray(kept.texts) &&
    'at' in kept &&
    typeof kept.at === 'number'
  );
}
