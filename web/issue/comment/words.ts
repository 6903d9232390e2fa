import { CircleHelp, Globe, Lock, MessageSquareReply } from '@lucide/vue';
import type { Component } from 'vue';
import type { CommentReach, IssueParty, IssueStatus } from '../../gql/graphql.ts';

/** Appearance of a comment: three kinds of readers that nobody may confuse, and the reporter's own comments. */
export type WordsLook = CommentReach | 'REPLY';

export const wordsIcons: Record<WordsLook, Component> = {
  PUBLIC: Globe,
  PRIVATE: CircleHelp,
  INTERNAL: Lock,
  REPLY: MessageSquareReply,
};
export const wordsBoxes: Record<WordsLook, string> = {
  PUBLIC: 'bg-action-soft',
  PRIVATE: 'bg-surface border-2 border-warn-line',
  INTERNAL: 'bg-warn-soft border-2 border-dashed border-ink',
  REPLY: 'bg-surface shadow-1',
};
export const wordsTones: Record<WordsLook, string> = {
  PUBLIC: 'text-action',
  PRIVATE: 'text-warn',
  INTERNAL: 'text-ink',
  REPLY: 'text-ink',
};

export function lookOfComment(by: IssueParty, reach: CommentReach): WordsLook {
  return by === 'REPORTER' ? 'REPLY' : reach;
}

/** Appearance of a move's message: public, but a question is private between the town hall and the reporter. */
export function lookOfMove(by: IssueParty, to: IssueStatus): WordsLook {
  if (by === 'REPORTER') return 'REPLY';
  return to === 'WAITING_ON_REPORTER' ? 'PRIVATE' : 'PUBLIC';
}
