import type { GroupHeadFragment, PostPartsFragment } from '../gql/graphql.ts';
import { definePageSlot } from '../shared/pageSlot.ts';

/** In a post, in full or as a card: the poll that belongs to it. */
export const pollOfPost = definePageSlot<{ id: string; heading: 'h2' | 'h4' }>('pollOfPost');

/** Below a post in a feed: the row of its poll, which unfolds to the ballot. */
export const pollRowOfPost = definePageSlot<{ id: string; heading: 'h4' }>('pollRowOfPost');

/** Something that is written inside an unpublished post and saved with it. */
export interface PostPart {
  /** Whether its input is complete; otherwise its fields are marked. */
  readonly check: () => boolean;
  /** Saves it inside the post, which is not published yet; false: refused, or no answer. */
  readonly save: (postId: string) => Promise<boolean>;
  /** Deletes what this browser has stored of it. */
  readonly letGo: () => void;
  readonly errors: () => readonly string[];
  readonly isBusy: () => boolean;
}

/** In the form of an unpublished post, below its text: parts that later domains add. */
export const partOfPost = definePageSlot<{
  /** Key under which this browser stores the text of the post. */
  draftKey: string;
  /** Stored post; null: a new one. */
  post: PostPartsFragment | null;
  /** Groups to which the post is addressed. */
  groups: readonly GroupHeadFragment[];
  /** Announces the part, or with null that it was removed. */
  register: (part: PostPart | null) => void;
}>('partOfPost');

/** In the preview of a post: the SMS about it. */
export const smsOfPost = definePageSlot<{
  title: string;
  /** Groups to which the post is addressed. */
  groups: readonly GroupHeadFragment[];
  /** Changes the title; null: a translation is shown. */
  retitle: ((title: string) => void) | null;
}>('smsOfPost');

/** Id of the element in the preview of a post into which a part puts its own preview. */
export const partPreviewId = 'preview-of-part';
