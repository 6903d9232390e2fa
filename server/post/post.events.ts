import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

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
/** Only translations of a published post changed; `version` is the new version. No messages are sent. */
export const postTranslated = defineEvent<PostFacts & { readonly version: number }>('post.translated');
/** The post was withdrawn or, as a draft, discarded. */
export const postWithdrawn = defineEvent<PostFacts>('post.withdrawn');

/** Due at `publishAt`; the handler compares the time with the database's clock. */
export const publishDuePost = defineQueue<{ readonly postId: string }>('post.publish');
