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

  @field(() => Int, 'MULTIPLE, RANKING: least number of choices or ranks; 1 if absent.', { nullable: true })
  declare minChoices?: number | null;

  @field(() => Int, 'MULTIPLE, RANKING: greatest number of choices or ranks; the number of options if absent.', {
    nullable: true,
  })
  declare maxChoices?: number | null;

  @field(() => [String], '2 to 50 different options in the order of the ballot, each up to 200 characters; TEXT: none.')
  declare options: string[];

  @field(() => Boolean, 'TEXT: an answer is required to vote; false if absent.', { nullable: true })
  declare isRequired?: boolean | null;

  @field(() => OptionOrderEnum, 'Order of the options on the screen of a voter; FIXED if absent.', { nullable: true })
  declare optionOrder?: OptionOrder | null;

  @Field(() => [ID], {
    nullable: 'itemsAndList',
    description:
      'Id of a photo or null for each option, in the order of the options. A photo must have an alternative text and be an upload of the viewer or already belong to the poll.',
  })
  declare pictures?: (string | null)[] | null;
}

/** Texts, questions and rules of a poll: the part that createPoll and revisePoll share. */
@InputType({ description: 'Base of drafts.' })
export abstract class PollDraftInputType {
  @field(() => String, 'Title, 5 to 200 characters.')
  declare title: string;

  @field(() => String, 'Background in plain text, up to 5,000 characters.', { nullable: true })
  declare description?: string | null;

  @field(() => [QuestionInputType], '1 to 20 questions.')
  declare questions: QuestionInputType[];

  @Field(() => [PollVariantInputType], {
    nullable: true,
    description: 'Translations, with the same number of questions and options in the same order.',
  })
  declare variants?: PollVariantInputType[] | null;

  @field(() => DateTime, 'When the poll opens; now if absent.', { nullable: true })
  declare opensAt?: Date | null;

  @field(() => DateTime, 'When the poll closes; a vote at this moment is too late.')
  declare closesAt: Date;

  @field(() => ResultsVisibilityEnum, 'When results may be seen.')
  declare resultsVisibility: ResultsVisibility;

  @field(() => EligibilityEnum, 'People who may vote.')
  declare eligibility: Eligibility;

  @Field(() => AssuranceLevelEnum, {
    defaultValue: 'BASIC',
    description: 'Assurance level that the session of a voter must have.',
  })
  declare assurance: AssuranceLevel;

  @Field(() => Boolean, { defaultValue: true, description: 'A vote may be changed until the close.' })
  declare changeAllowed: boolean;

  @Field(() => SecrecyEnum, {
    defaultValue: 'EVERYDAY',
    description:
      'How votes are kept. SECRET needs MEMBERS or VERIFIED_RESIDENT, AFTER_CLOSE or AFTER_CONFIRMATION, and changeAllowed: false.',
  })
  declare secrecy: Secrecy;
}

@InputType('CreatePollInput', { description: 'A new poll. The rules are frozen when the poll opens.' })
export class CreatePollInputType extends PollDraftInputType {
  @Field(() => ID, { description: 'Group that the poll belongs to, for example the group of the whole town.' })
  declare groupId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Post of this group that contains the poll; the poll opens when the post is published. Absent: the poll has no post.',
  })
  declare postId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: keep the poll as a draft. Ignored with `postId`: the poll of a post waits for its post.',
  })
  declare isDraft: boolean;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('RevisePollInput', {
  description: 'Complete new draft of a poll that has not opened: absent fields are not kept, except group and post.',
})
export class RevisePollInputType extends PollDraftInputType {
  @Field(() => ID, { description: 'The poll.' })
  declare pollId: string;

  @Field(() => ID, { nullable: true, description: 'New group of the poll; unchanged if absent.' })
  declare groupId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Post of the group that contains the poll from now on; unchanged if absent. A poll cannot move from one post to another.',
  })
  declare postId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'True: the poll stays or becomes a draft. False: a draft is started. Ignored for a poll of a post, which waits for its post.',
  })
  declare isDraft: boolean;

  @field(() => Int, 'Version of the poll that the change is based on; an older version is refused with CONFLICT.')
  declare version: number;
}

@InputType('DiscardPollInput', { description: 'Input of discardPoll.' })
export class DiscardPollInputType {
  @Field(() => ID, { description: 'A poll that has not opened.' })
  declare pollId: string;
}

@ObjectType()
export class DiscardPollPayloadType extends PayloadType {
  @Field(() => ID, { nullable: true, description: 'Id of the deleted poll; null if the poll was not deleted.' })
  declare discardedId?: string | null;
}

@InputType('TextAnswerInput', { description: 'An answer to a TEXT question.' })
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

  @Field(() => [ID], { description: 'Chosen options of all SINGLE and MULTIPLE questions of the poll, at most 200.' })
  declare optionIds: string[];

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ranked options of all RANKING questions of the poll, for each question the first choice first; at most 200.',
  })
  declare ranked?: string[] | null;

  @Field(() => [TextAnswerInputType], { nullable: true, description: 'Answers to the TEXT questions of the poll.' })
  declare texts?: TextAnswerInputType[] | null;
}

@ObjectType()
export class PollPayloadType extends PayloadType {
  @field(() => PollType, 'The poll after the change. With CONFLICT: the current poll, changed by another person.', {
    nullable: true,
  })
  declare poll?: PollType | null;
}

@ObjectType()
export class CastVotePayloadType extends PayloadType {
  /** Id from which the resolver of `poll` loads the poll if the client selects more than the id. */
  declare pollId: string;

  @field(() => BallotType, "The viewer's vote as counted; null if the vote was refused.", { nullable: true })
  declare ballot?: BallotType | null;

  @field(
    () => AssuranceLevelEnum,
    'With ASSURANCE_REQUIRED: assurance level that the session must have; null otherwise.',
    { nullable: true },
  )
  declare assuranceNeeded?: AssuranceLevel | null;
}

@InputType('ConfirmPollInput', { description: 'Input of confirmPoll.' })
export class ConfirmPollInputType {
  @Field(() => ID, { description: 'A closed poll with resultsVisibility AFTER_CONFIRMATION.' })
  declare pollId: string;
}

@InputType('ClosePollInput', { description: 'Input of closePoll.' })
export class ClosePollInputType {
  @Field(() => ID, { description: 'The poll.' })
  declare pollId: string;
}
