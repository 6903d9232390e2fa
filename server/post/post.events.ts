import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

export interface PostFacts {
  readonly postId: string;
  readonly municipalityId: string;
  /** The groups it is for. */
  readonly groupIds: readonly string[];
}

/** A text nobody may read yet was made or changed; nobody but its writers hears of it. */
export const postDrafted = defineEvent<PostFacts>('post.drafted');
export const postScheduled = defineEvent<PostFacts & { readonly publishAt: string }>('post.scheduled');
export const postPublished = defineEvent<PostFacts>('post.published');
/** A published post says something else now; `version` is the new one. */
export const postRevised = defineEvent<PostFacts & { readonly version: number }>('post.revised');
/** It says the same, but other languages say it too, or in other words; `version` is the new one. */
export const postTranslated = defineEvent<PostFacts & { readonly version: number }>('post.translated');
/** It may not be read any more. */
export const postWithdrawn = defineEvent<PostFacts>('post.withdrawn');

/** Due at `publishAt`; the handler asks the database whether it is time. */
export const publishDuePost = defineQueue<{ readonly postId: string }>('post.publish');
