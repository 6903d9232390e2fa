import { Int, ObjectType } from 'type-graphql';
import { AssuranceLevelEnum } from '../identity/identity.types.ts';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { Eligibility, OptionOrder, QuestionKind, ResultsVisibility, Secrecy } from './poll.entity.ts';

export const PollStateEnum = enumOf('PollState', 'Where a poll stands; it opens and closes by itself.', {
  SCHEDULED: 'Opens at opensAt.',
  OPEN: 'Takes votes.',
  CLOSED: 'Takes no votes any more.',
});

export const QuestionKindEnum = enumOf('QuestionKind', 'How a question is answered.', {
  SINGLE: 'Exactly one option.',
  MULTIPLE: 'From minChoices to maxChoices options.',
  RANKING: 'From minChoices to maxChoices options in order; counted by instant run-off at the close.',
  TEXT: 'In words; read by editors of the town after the close, without whose they are.',
});

export const OptionOrderEnum = enumOf('OptionOrder', 'How a ballot shows its options.', {
  FIXED: 'As they were written.',
  SHUFFLED: 'Each viewer sees them in an order of their own, always the same; results keep the written order.',
});

export const ResultsVisibilityEnum = enumOf(
  'ResultsVisibility',
  'When results may be seen; frozen at opening, binding on staff and API alike.',
  {
    LIVE: 'By everybody while voting goes on (from 5 voters).',
    AFTER_OWN_VOTE: 'By those who have voted (from 5 voters), by everybody after the close.',
    AFTER_CLOSE: 'By nobody before the close.',
    AFTER_CONFIRMATION:
      'By nobody before an admin of the town has confirmed the counted result; until then by those admins, after the close.',
  },
);

export const EligibilityEnum = enumOf('Eligibility', 'Who may vote; frozen at opening and shown beside every result.', {
  SIGNED_IN: 'Everybody with an account; residence is not checked.',
  MEMBERS: 'Those who were members of the group when the poll opened.',
  VERIFIED_RESIDENT: 'Those whose proof of residence in the town held when the poll opened.',
});

export const SecrecyEnum = enumOf('Secrecy', 'How votes are kept; frozen at opening.', {
  EVERYDAY: 'With the person until the close, sealed, so that they can be changed.',
  SECRET: 'As unlinkable ballots in a box: see Poll.booth. Takes no castVote.',
});

@ObjectType('Poll', { implements: NodeType, description: 'A poll of a group.' })
export class PollType {
  declare id: string;

  @field(() => String, 'What it is about.')
  declare title: string;

  @field(() => String, 'Background in plain text.', { nullable: true })
  declare description?: string | null;

  @field(() => DateTime, 'When it opens or opened by plan.')
  declare opensAt: Date;

  @field(() => DateTime, 'When it closes by plan; a vote at this moment is too late.')
  declare closesAt: Date;

  @field(() => DateTime, 'When it did open; from then on its rules are frozen.', { nullable: true })
  declare openedAt?: Date | null;

  @field(() => DateTime, 'When it did close; from then on counts are final.', { nullable: true })
  declare closedAt?: Date | null;

  @field(
    () => DateTime,
    'AFTER_CONFIRMATION: when the counted result was confirmed; from then on everybody may see it.',
    {
      nullable: true,
    },
  )
  declare confirmedAt?: Date | null;

  @field(() => Int, 'Counts its drafts until it opens: a change names the one it was written on.')
  declare version: number;

  @field(() => DateTime, 'When those who have not voted are to be reminded; null: they are not.', { nullable: true })
  declare remindsAt?: Date | null;

  @field(() => DateTime, 'When they were reminded.', { nullable: true })
  declare remindedAt?: Date | null;

  @field(() => ResultsVisibilityEnum, 'When results may be seen.')
  declare resultsVisibility: ResultsVisibility;

  @field(() => EligibilityEnum, 'Who may vote.')
  declare eligibility: Eligibility;

  @field(() => AssuranceLevelEnum, 'What the session of whoever votes must prove; frozen at opening.')
  declare assurance: AssuranceLevel;

  @field(() => Int, 'People frozen at opening. SIGNED_IN: null.', { nullable: true })
  declare eligibleCount?: number | null;

  @field(() => Boolean, 'A vote may be changed until the close.')
  declare changeAllowed: boolean;

  @field(() => SecrecyEnum, 'How votes are kept.')
  declare secrecy: Secrecy;
}

/** A poll of which no more than this was read. */
export interface KnownPoll extends Pick<PollType, 'id'> {
  /** The viewer's vote has just been counted. */
  readonly hasVoted?: true;
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

  @field(() => OptionOrderEnum, 'How the ballot shows its options: clients keep it.')
  declare optionOrder: OptionOrder;
}

@ObjectType('PollOption', { implements: NodeType, description: 'One possible answer, in the order of the ballot.' })
export class PollOptionType {
  declare id: string;

  @field(() => String, 'The answer as shown.')
  declare label: string;
}

export const PollConnectionType = countedConnectionOf(PollType, 'Poll');
