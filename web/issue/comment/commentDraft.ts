import type { CommentReach, IssuePartsFragment } from '../../gql/graphql.ts';
import { forget, recall, remember } from '../../shared/storage.ts';

/** State of a report that its reader has seen: version, and number of the newest comment (0: none). */
export interface ReadState {
  readonly version: number;
  readonly lastComment: number;
}

/** Unsent comment on a report, stored in this browser until it is sent; signing out deletes it. */
export interface CommentDraft extends ReadState {
  /** Time of the last change, ISO 8601. */
  readonly at: string;
  readonly text: string;
  readonly reach: CommentReach;
}

export function readStateOf({ version, comments }: Pick<IssuePartsFragment, 'version' | 'comments'>): ReadState {
  return { version, lastComment: Math.max(0, ...comments.map(({ number }) => number)) };
}

const keyOf = (issueId: string) => `mine.comment.${issueId}`;

export function keepComment(issueId: string, draft: Omit<CommentDraft, 'at'>): void {
  remember(keyOf(issueId), JSON.stringify({ ...draft, at: new Date().toISOString() }));
}

export function forgetComment(issueId: string): void {
  forget(keyOf(issueId));
}

/** The stored draft; null: none, or it cannot be read. */
export function keptComment(issueId: string): CommentDraft | null {
  try {
    const kept: unknown = JSON.parse(recall(keyOf(issueId)) ?? 'null');
    return isDraft(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isDraft(value: unknown): value is CommentDraft {
  const names = ['at', 'text', 'reach', 'version', 'lastComment'];
  return typeof value === 'object' && value !== null && names.every((name) => name in value);
}
