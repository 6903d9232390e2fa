import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DecisionType, ReviewInputType, ReviewType } from '../../group/group.review.types.ts';
import { field } from '../../kernel/field.ts';
import { PostVariantType } from '../../post/post.variant.types.ts';
import type { EventVariant } from '../calendar.entity.ts';

@InputType('ReviewEventInput', { description: 'Input of reviewEvent.' })
export class ReviewEventInputType extends ReviewInputType {
  @Field(() => ID, { description: 'The event.' })
  declare eventId: string;

  @field(() => Int, 'Version of the event that the reviewer has read; an older version is refused with CONFLICT.')
  declare version: number;
}

@ObjectType('EventProposal', {
  description: 'New wording of a published event, which readers see once it is approved.',
})
export class EventProposalType {
  @field(() => String, 'Title, plain text.')
  declare title: string;

  @field(() => String, 'Source text in Markdown, may be empty; must not be inserted into a page as HTML.')
  declare body: string;

  @field(() => String, 'Text as sanitised HTML.')
  declare html: string;

  @field(() => [PostVariantType], 'Translations. At most two.')
  declare variants: readonly EventVariant[];
}

@ObjectType('EventReview', {
  description: 'State of the review of an event, for people who may change the event.',
})
export class EventReviewType extends ReviewType {}

@ObjectType('EventDecision', { description: 'Decision of a reviewer about an event, or about new wording of it.' })
export class EventDecisionType extends DecisionType {}
