import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, UUID } from '../kernel/scalars.ts';
import type { Eligibility, QuestionKind, ResultsVisibility } from './poll.entity.ts';
import { BallotType, EligibilityEnum, PollType, QuestionKindEnum, ResultsVisibilityEnum } from './poll.types.ts';

@InputType('QuestionInput', { description: 'One question of a new poll.' })
export class QuestionInputType {
  @field(() => String, 'The question, 3 to 300 characters.')
  declare text: string;

  @field(() => QuestionKindEnum, 'How many options may be chosen.')
  declare kind: QuestionKind;

  @field(() => Int, 'MULTIPLE: least number of choices (1).', { nullable: true })
  declare minChoices?: number | null;

  @field(() => Int, 'MULTIPLE: greatest number of choices (all).', { nullable: true })
  declare maxChoices?: number | null;

  @field(() => [String], '2 to 50 different answers in the order of the ballot, each up to 200 characters.')
  declare options: string[];
}

@InputType('CreatePollInput', { description: 'A new poll; its rules are frozen when it opens.' })
export class CreatePollInputType {
  @Field(() => ID, { description: 'Whose poll it is: a group, for example the town itself.' })
  declare groupId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The post of this group it is part of: it opens when that is published.',
  })
  declare postId?: string | null;

  @field(() => String, 'What it is about, 5 to 200 characters.')
  declare title: string;

  @field(() => String, 'Background in plain text, up to 5,000 characters.', { nullable: true })
  declare description?: string | null;

  @field(() => [QuestionInputType], '1 to 20 questions.')
  declare questions: QuestionInputType[];

  @field(() => DateTime, 'When it opens; now if absent.', { nullable: true })
  declare opensAt?: Date | null;

  @field(() => DateTime, 'When it closes; a vote at this moment is too late.')
  declare closesAt: Date;

  @field(() => ResultsVisibilityEnum, 'When results may be seen.')
  declare resultsVisibility: ResultsVisibility;

  @field(() => EligibilityEnum, 'Who may vote.')
  declare eligibility: Eligibility;

  @Field(() => Boolean, { defaultValue: true, description: 'A vote may be changed until the close.' })
  declare changeAllowed: boolean;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('CastVoteInput', { description: 'A vote: all choices of the poll at once.' })
export class CastVoteInputType {
  @Field(() => ID, { description: 'The poll.' })
  declare pollId: string;

  @Field(() => [ID], { description: 'The chosen options of all its questions, at most 200.' })
  declare optionIds: string[];
}

@ObjectType('PollPayload', { description: 'Answer of createPoll and closePoll.' })
export class PollPayloadType extends PayloadType {
  @field(() => PollType, 'The poll as it is now.', { nullable: true })
  declare poll?: PollType | null;
}

@ObjectType('CastVotePayload', {
  description: 'Answer of castVote. Refused: POLL_NOT_OPEN, NOT_ELIGIBLE, UNKNOWN_OPTION, TOO_MANY_CHOICES, …',
})
export class CastVotePayloadType extends PayloadType {
  @field(() => PollType, 'The poll; also when the vote was refused.', { nullable: true })
  declare poll?: PollType | null;

  @field(() => BallotType, "The viewer's vote as counted.", { nullable: true })
  declare ballot?: BallotType | null;
}
