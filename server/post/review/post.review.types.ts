import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { DateTime } from '../../kernel/scalars.ts';
import type { PostProposal, PostVariant, ReviewOutcome } from '../post.entity.ts';
import { PostVariantType } from '../post.variant.types.ts';
import type { ReviewPostInput } from './post.review.service.ts';

const ReviewDecisionEnum = enumOf('ReviewDecision', 'Decision of a reviewer.', {
  APPROVE: 'The submitted text is published, at once or at its planned time.',
  RETURN: 'The submitted text goes back to its author with a reason.',
});

const ReviewOutcomeEnum = enumOf('ReviewOutcome', 'Outcome of a review.', {
  APPROVED: 'A second person approved the text.',
  APPROVED_ALONE: 'The person who had submitted the text approved it, because the town has no other reviewer.',
  RETURNED: 'The reviewer returned the text to its author.',
});

@InputType('ReviewPostInput', { description: 'Input of reviewPost.' })
export class ReviewPostInputType {
  @Field(() => ID, { description: 'The post.' })
  declare postId: string;

  @field(() => Int, 'Version of the post that the reviewer has read; an older version is refused with CONFLICT.')
  declare version: number;

  @field(() => ReviewDecisionEnum, 'The decision.')
  declare decision: ReviewPostInput['decision'];

  @field(() => String, 'Reason for the author, up to 500 characters; required to return.', { nullable: true })
  declare reason?: string | null;
}

@ObjectType('PostProposal', { description: 'New wording of a published post, which readers see once it is approved.' })
export class PostProposalType {
  @field(() => String, 'Headline, plain text.')
  declare title: string;

  @field(() => String, 'Source text in Markdown; must not be inserted into a page as HTML.')
  declare body: string;

  @field(() => String, 'Text as sanitised HTML.')
  declare html: string;

  @field(() => [PostVariantType], 'Translations. At most two.')
  declare variants: readonly PostVariant[];

  @field(() => String, 'Note about the change for readers; null: only translations change.', { nullable: true })
  declare change: PostProposal['change'];
}

@ObjectType('PostReview', {
  description: 'State of the review of a post, for people who may change the post.',
})
export class PostReviewType {
  @field(() => DateTime, 'Since when the post, or its proposal, waits for a reviewer; null: nothing waits.', {
    nullable: true,
  })
  declare submittedAt?: Date | null;

  @field(() => String, 'Reason for which it was returned; null: it was not, or was submitted again.', {
    nullable: true,
  })
  declare returnedBecause?: string | null;
}

@ObjectType('PostDecision', { description: 'Decision of a reviewer about a post, or about new wording of it.' })
export class PostDecisionType {
  @field(() => ReviewOutcomeEnum, 'Outcome of the review.')
  declare outcome: ReviewOutcome;

  @field(() => String, 'Reason of the reviewer; null: none was given.', { nullable: true })
  declare reason?: string | null;
}
