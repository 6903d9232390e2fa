import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DecisionType, ReviewInputType, ReviewType } from '../../group/group.review.types.ts';
import { field } from '../../kernel/field.ts';
import type { PostProposal, PostVariant } from '../post.entity.ts';
import { PostVariantType } from '../post.variant.types.ts';

@InputType('ReviewPostInput', { description: 'Input of reviewPost.' })
export class ReviewPostInputType extends ReviewInputType {
  @Field(() => ID, { description: 'The post.' })
  declare postId: string;

  @field(() => Int, 'Version of the post that the reviewer has read; an older version is refused with CONFLICT.')
  declare version: number;
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
export class PostReviewType extends ReviewType {}

@ObjectType('PostDecision', { description: 'Decision of a reviewer about a post, or about new wording of it.' })
export class PostDecisionType extends DecisionType {}
