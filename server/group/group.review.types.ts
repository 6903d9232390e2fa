import { InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { ReviewInput, ReviewOutcome } from './group.review.rules.ts';

const ReviewDecisionEnum = enumOf('ReviewDecision', 'Decision of a reviewer.', {
  APPROVE: 'The submission is published, at once or at its planned time.',
  RETURN: 'The submission goes back to its author with a reason.',
});

const ReviewOutcomeEnum = enumOf('ReviewOutcome', 'Outcome of a review.', {
  APPROVED: 'A second person approved it.',
  APPROVED_ALONE: 'The person who had submitted it approved it, because the town has no other reviewer.',
  RETURNED: 'The reviewer returned it to its author.',
});

@InputType({ description: 'Decision of a reviewer.' })
export abstract class ReviewInputType {
  @field(() => ReviewDecisionEnum, 'The decision.')
  declare decision: ReviewInput['decision'];

  @field(() => String, 'Reason for the author, up to 500 characters; required to return.', { nullable: true })
  declare reason?: string | null;
}

@ObjectType({ description: 'State of a review, for people who may change what is reviewed.' })
export abstract class ReviewType {
  @field(() => DateTime, 'Since when the publication, or its proposal, waits for a reviewer; null: nothing waits.', {
    nullable: true,
  })
  declare submittedAt?: Date | null;

  @field(() => String, 'Reason for which it was returned; null: it was not, or was submitted again.', {
    nullable: true,
  })
  declare returnedBecause?: string | null;
}

@ObjectType({ description: 'Decision of a reviewer.' })
export abstract class DecisionType {
  @field(() => ReviewOutcomeEnum, 'Outcome of the review.')
  declare outcome: ReviewOutcome;

  @field(() => String, 'Reason of the reviewer; null: none was given.', { nullable: true })
  declare reason?: string | null;
}
