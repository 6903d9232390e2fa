import { defineEvent } from '../kernel/events.ts';
import type { Verdict } from './moderation.entity.ts';

export interface NoticesFacts {
  readonly municipalityId: string;
  readonly noticeIds: readonly string[];
}
export interface NoticeSentFacts extends NoticesFacts {
  /** False: another notice about the same words waits already. */
  readonly isFirst: boolean;
}
export interface NoticeDecidedFacts extends NoticesFacts {
  readonly decisionId: string;
  readonly verdict: Verdict;
}

export const noticeSent = defineEvent<NoticeSentFacts>('moderation.noticeSent');
/** One decision answers all open notices about the same words. */
export const noticeDecided = defineEvent<NoticeDecidedFacts>('moderation.noticeDecided');
