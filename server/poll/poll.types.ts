import { Int, ObjectType } from 'type-graphql';
import { AssuranceLevelEnum } from '../identity/identity.types.ts';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { Eligibility, OptionOrder, QuestionKind, ResultsVisibility, Secrecy } from './poll.entity.ts';

export const PollStateEnum = enumOf('PollState', 'State of a poll; polls open and close automatically.', {
  DRAFT: 'Draft, which staff alone see. It opens after revisePoll with `isDraft: false`.',
  SCHEDULED: 'The poll opens at `opensAt`, or with its post.',
  OPEN: 'The poll accepts votes.',
  CLOSED: 'The poll accepts no more votes.',
});

export const QuestionKindEnum = enumOf('QuestionKind', 'How a question is answered.', {
  SINGLE: 'Exactly one option.',
  MULTIPLE: 'From minChoices to maxChoices options.',
  RANKING: 'From minChoices to maxChoices options in order; counted by instant run-off at the close.',
  TEXT: 'Free text; editors and admins of the town read the answers after the close, without their authors.',
});

export const OptionOrderEnum = enumOf('OptionOrder', 'Order of the options on the screen of a voter.', {
  FIXED: 'Order of the ballot.',
  SHUFFLED: 'A random order per viewer that stays the same; results use the order of the ballot.',
});

export const ResultsVisibilityEnum = enumOf(
  'ResultsVisibility',
  'When results may be seen; frozen when the poll opens. The rule applies to staff and API keys too.',
  {
    LIVE: 'By everybody while the poll is open, from 5 voters on.',
    AFTER_OWN_VOTE: 'By people who have voted, from 5 voters on; by everybody after the close.',
    AFTER_CLOSE: 'By everybody after the close.',
    AFTER_CONFIRMATION:
      'By everybody after an admin of the town has confirmed the counted result; between close and confirmation only by these admins.',
  },
);

export const EligibilityEnum = enumOf('Eligibility', 'People who may vote; frozen when the poll opens.', {
  SIGNED_IN: 'Everybody with an account; residence is not checked.',
  MEMBERS: 'People who were members of the group when the poll opened.',
  VERIFIED_RESIDENT: 'People who had a valid proof of residence in the town when the poll opened.',
});

export const SecrecyEnum = enumOf('Secrecy', 'How votes are kept; frozen when the poll opens.', {
  EVERYDAY: 'Votes are stored with the identity of the person until the close, readable only by that person.',
  SECRET: 'Votes are ballots that cannot be linked to a person: see Poll.booth. castVote is refused.',
});

@ObjectType('Poll', { implements: NodeType, description: 'A poll of a group.' })
export class PollType {
  declare id: string;

  @field(() => String, 'Title of the poll.')
  declare title: string;

  @field(() => String, 'Background in plain text.', { nullable: true })
  declare description?: string | null;

  @field(() => DateTime, 'Planned opening.')
  declare opensAt: Date;

  @field(() => DateTime, 'Planned close; a vote at this moment is too late.')
  declare closesAt: Date;

  @field(() => DateTime, 'When the poll opened and its rules were frozen; null: not yet.', { nullable: true })
  declare openedAt?: Date | null;

  @field(() => DateTime, 'When the poll closed and its counts became final; null: not yet.', { nullable: true })
  declare closedAt?: Date | null;

  @field(
    () => DateTime,
    'AFTER_CONFIRMATION: when the counted result was confirmed and became public; null: not yet.',
    {
      nullable: true,
    },
  )
  declare confirmedAt?: Date | null;

  @field(
    () => Int,
    'Increases with every change before the opening; revisePoll must name the version that the change is based on.',
  )
  declare version: number;

  @field(() => DateTime, 'When people who have not voted receive a reminder; null: no reminder.', { nullable: true })
  declare remindsAt?: Date | null;

  @field(() => DateTime, 'When the reminder was sent; null: not yet.', { nullable: true })
  declare remindedAt?: Date | null;

  @field(() => ResultsVisibilityEnum, 'When results may be seen.')
  declare resultsVisibility: ResultsVisibility;

  @field(() => EligibilityEnum, 'People who may vote.')
  declare eligibility: Eligibility;

  @field(() => AssuranceLevelEnum, 'Assurance level that the session of a voter must have; frozen when the poll opens.')
  declare assurance: AssuranceLevel;

  @field(() => Int, 'Number of electors; null before the opening and for SIGNED_IN.', { nullable: true })
  declare eligibleCount?: number | null;

  @field(() => Boolean, 'A vote may be changed until the close.')
  declare changeAllowed: boolean;

  @field(() => SecrecyEnum, 'How votes are kept.')
  declare secrecy: Secrecy;
}

/** Poll of which only these fields are loaded. */
export interface KnownPoll extends Pick<PollType, 'id'> {
  /** Whether the viewer has voted, if the operation has found that out already; otherwise absent. */
  readonly hasVoted?: boolean;
}

@ObjectType('Question', { implements: NodeType, description: 'One question of a poll.' })
export class QuestionType {
  declare id: string;

  @field(() => String, 'The question as asked.')
  declare text: string;

  @field(() => QuestionKindEnum, 'How it is answered.')
  declare kind: QuestionKind;

  @field(() => Int, 'Least number of choices or ranks; TEXT: 1 if it must be answered.')
  declare minChoices: number;

  @field(() => Int, 'Greatest number of choices or ranks.')
  declare maxChoices: number;

  @field(() => OptionOrderEnum, 'Order of the options on the screen of a voter; clients must follow it.')
  declare optionOrder: OptionOrder;
}

@ObjectType('PollOption', { implements: NodeType, description: 'One option of a question.' })
export class PollOptionType {
  declare id: string;

  @field(() => String, 'Text of the option.')
  declare label: string;
}

export const PollConnectionType = countedConnectionOf(PollType, 'Poll');
