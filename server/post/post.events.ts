import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';
import type { ReviewOutcome } from '../group/group.review.rules.ts';

export interface PostFacts {
  readonly postId: string;
  readonly municipalityId: string;
  /** Groups of the post. */
  readonly groupIds: readonly string[];
}

/** An unpublished post was created or changed, or a scheduled one became a draft again; no messages are sent. */
export const postDrafted = defineEvent<PostFacts>('post.drafted');
export const postScheduled = defineEvent<PostFacts & { readonly publishAt: string }>('post.scheduled');
export const postPublished = defineEvent<PostFacts>('post.published');
/** Title or text of a published post changed; `version` is the new version. */
export const postRevised = defineEvent<PostFacts & { readonly version: number }>('post.revised');
/** Translations or files of a published post changed, but not its text; `version` is the new version. No messages are sent. */
export const postTranslated = defineEvent<PostFacts & { readonly version: number }>('post.translated');
/** The post was withdrawn or, as a draft, discarded. */
export const postWithdrawn = defineEvent<PostFacts>('post.withdrawn');

/** A post, or new wording of a published post, waits for a reviewer; `version` is the new version. */
export const postSubmitted = defineEvent<PostFacts & { readonly version: number; readonly isChange: boolean }>(
  'post.submitted',
);
/** A reviewer decided about a post, or about new wording of a published post; `version` is the new version. */
export const postReviewed = defineEvent<PostFacts & { readonly version: number; readonly outcome: ReviewOutcome }>(
  'post.reviewed',
);
/** New wording of a published post was taken back before a decision. */
export const postProposalDropped = defineEvent<PostFacts>('post.proposalDropped');

/** A published post was pinned at the top of its groups, or removed from there. */
export const postPinned = defineEvent<PostFacts & { readonly isPinned: boolean }>('post.pinned');
/** Somebody set when the post expires; null: never. */
export const postExpirySet = defineEvent<PostFacts & { readonly expiresAt: string | null }>('post.expirySet');
/** The post has left feeds and lists, because it has expired. */
export const postExpired = defineEvent<PostFacts>('post.expired');

/** Due at `expiresAt`; the handler compares the time with the clock. */
export const expireDuePost = defineQueue<{ readonly postId: string }>('post.expire');

/** Due at `publishAt`; the handler compares the time with the database's clock. */
export const publishDuePost = defineQueue<{ readonly postId: string }>('post.publish');
