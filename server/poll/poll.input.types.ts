import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AssuranceLevelEnum } from '../identity/identity.types.ts';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, UUID } from '../kernel/scalars.ts';
import type { Eligibility, OptionOrder, QuestionKind, ResultsVisibility, Secrecy } from './poll.entity.ts';
import {
  EligibilityEnum,
  OptionOrderEnum,
  PollType,
  QuestionKindEnum,
  ResultsVisibilityEnum,
  SecrecyEnum,
} from './poll.types.ts';
import { PollVariantInputType } from './poll.variant.types.ts';
import { BallotType } from './poll.vote.types.ts';

@InputType('QuestionInput', { description: 'One question of a new poll.' })
export class QuestionInputType {
  @field(() => String, 'The question, 3 to 300 characters.')
  declare text: string;

  @field(() => QuestionKindEnum, 'How it is answered.')
  declare kind: QuestionKind;

  @field(() => Int, 'MULTIPLE, RANKING: least number of choices or ranks (1).', { nullable: true })
  declare minChoices?: number | null;

  @field(() => Int, 'MULTIPLE, RANKING: greatest number of choices or ranks (all).', { nullable: true })
  declare maxChoices?: number | null;

  @field(() => [String], '2 to 50 different answers in the order of the ballot, each up to 200 characters; TEXT: none.')
  declare options: string[];

  @field(() => Boolean, 'TEXT: whoever votes must write something (false).', { nullable: true })
  declare isRequired?: boolean | null;

  @field(() => OptionOrderEnum, 'How the ballot shows the options (FIXED).', { nullable: true })
  declare optionOrder?: OptionOrder | null;

  @Field(() => [ID], {
    nullable: 'itemsAndList',
    description: "For each option its picture in the same order, or null: own uploads with words (alt), or the poll's.",
  })
  declare pictures?: (string | null)[] | null;
}

/** All that a poll says and all its rules. */
@InputType({ description: 'Base of drafts.' })
export abstract class PollDraftInputType {
  @field(() => String, 'What it is about, 5 to 200 characters.')
  declare title: string;

  @field(() => String, 'Background in plain text, up to 5,000 characters.', { nullable: true })
  declare description?: string | null;

  @field(() => [QuestionInputType], '1 to 20 questions.')
  declare questions: QuestionInputType[];

  @Field(() => [PollVariantInputType], {
    nullable: true,
    description: 'The same in other languages: as many questions and options in the same order.',
  })
  declare variants?: PollVariantInputType[] | null;

  @field(() => DateTime, 'When it opens; now if absent.', { nullable: true })
  declare opensAt?: Date | null;

  @field(() => DateTime, 'When it closes; a vote at this moment is too late.')
  declare closesAt: Date;

  @field(() => ResultsVisibilityEnum, 'When results may be seen.')
  declare resultsVisibility: ResultsVisibility;

  @field(() => EligibilityEnum, 'Who may vote.')
  declare eligibility: Eligibility;

  @Field(() => AssuranceLevelEnum, {
    defaultValue: 'BASIC',
    description: 'What the session of whoever votes must prove.',
  })
  declare assurance: AssuranceLevel;

  @Field(() => Boolean, { defaultValue: true, description: 'A vote may be changed until the close.' })
  declare changeAllowed: boolean;

  @Field(() => SecrecyEnum, {
    defaultValue: 'EVERYDAY',
    description: 'SECRET goes with a fixed electorate, AFTER_CLOSE or AFTER_CONFIRMATION, and votes that are final.',
  })
  declare secrecy: Secrecy;
}

@InputType('CreatePollInput', { description: 'A new poll; its rules are frozen when it opens.' })
export class CreatePollInputType extends PollDraftInputType {
  @Field(() => ID, { description: 'Whose poll it is: a group, for example the town itself.' })
  declare groupId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The post of this group it is part of: it opens when that is published.',
  })
  declare postId?: string | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('RevisePollInput', {
  description: 'A poll as it should be when it opens: all of it, not only what changed.',
})
export class RevisePollInputType extends PollDraftInputType {
  @Field(() => ID, { description: 'The poll; its group and its post stay.' })
  declare pollId: string;

  @field(() => Int, 'The version the change was written on.')
  declare version: number;
}

@InputType('TextAnswerInput', { description: 'An answer in words.' })
export class TextAnswerInputType {
  @Field(() => ID, { description: 'A TEXT question of the poll; each once.' })
  declare questionId: string;

  @field(() => String, 'Up to 1,000 characters; empty: no answer.')
  declare text: string;
}

@InputType('CastVoteInput', { description: 'A vote: all answers to the poll at once.' })
export class CastVoteInputType {
  @Field(() => ID, { description: 'The poll.' })
  declare pollId: string;

  @Field(() => [ID], { description: 'The chosen options of all its SINGLE and MULTIPLE questions, at most 200.' })
  declare optionIds: string[];

  @Field(() => [ID], {
    nullable: true,
    description: 'The ranked options of its RANKING questions, of each the first choice first; at most 200.',
  })
  declare ranked?: string[] | null;

  @Field(() => [TextAnswerInputType], { nullable: true, description: 'The answers to its TEXT questions.' })
  declare texts?: TextAnswerInputType[] | null;
}

@ObjectType()
export class PollPayloadType extends PayloadType {
  @field(() => PollType, 'The poll as it is now; with CONFLICT as somebody else left it.', { nullable: true })
  declare poll?: PollType | null;
}

@ObjectType()
export class CastVotePayloadType extends PayloadType {
  /** `poll` is read only if more than its id is asked for. */
  declare pollId: string;

  @field(() => BallotType, "The viewer's vote as counted.", { nullable: true })
  declare ballot?: BallotType | null;

  @field(() => AssuranceLevelEnum, 'With ASSURANCE_REQUIRED: what the session must prove first.', { nullable: true })
  declare assuranceNeeded?: AssuranceLevel | null;
}

@InputType('ConfirmPollInput', { description: 'Input of confirmPoll.' })
export class ConfirmPollInputType {
  @Field(() => ID, { description: 'The poll; its results are shown AFTER_CONFIRMATION.' })
  declare pollId: string;
}

@InputType('ClosePollInput', { description: 'Input of closePoll.' })
export class ClosePollInputType {
  @Field(() => ID, { description: 'The poll.' })
  declare pollId: string;
}
