import type { ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { createUnionType, Extensions, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { StreamCursor } from '../kernel/scalars.ts';
import type { HiddenReason } from './poll.visibility.rules.ts';

const HiddenReasonEnum = enumOf('HiddenReason', 'Why results are not shown now.', {
  NOT_OPENED: 'The poll has not opened yet.',
  FEW_VOTERS: 'Fewer than 5 people have voted, so single votes could be identified.',
  AFTER_OWN_VOTE: 'Results are shown once the viewer has voted.',
  AFTER_CLOSE: 'Results are shown when the poll has closed.',
  BEING_COUNTED: 'The poll has closed, and its ballots are being counted.',
  AFTER_CONFIRMATION: 'Results are shown when the town hall has confirmed the counted result.',
  WITHDRAWN: 'The post of the poll was withdrawn.',
});

@ObjectType('OptionTally', { description: 'The votes for one option.' })
export class OptionTallyType {
  @field(() => Int, 'Number of votes; for RANKING the number of first choices.')
  declare votes: number;
}

@ObjectType('QuestionTally', { description: 'The votes on one question.' })
export class QuestionTallyType {
  @field(() => [OptionTallyType], 'All options in the order of the ballot. At most 50.')
  declare options: readonly OptionTallyType[];
}

@ObjectType('PollTally', { description: 'Results that the viewer may see.' })
export class PollTallyType {
  @field(() => Int, 'Number of people who voted.')
  declare turnout: number;

  @field(() => Boolean, 'True after the close: votes were counted from the ballots and no longer change.')
  declare isFinal: boolean;

  @Extensions({ complexity: ({ childComplexity }: ComplexityEstimatorArgs) => childComplexity }) // counted as one row
  @field(() => [QuestionTallyType], 'The votes by question. At most 20.')
  declare questions: readonly QuestionTallyType[];

  @field(() => StreamCursor, 'Position of this state; pass it as `after` to receive only newer states.')
  declare cursor: string;
}

@ObjectType('HiddenResults', { description: 'Results that the viewer may not see now; only the turnout is public.' })
export class HiddenResultsType {
  @field(() => Int, 'Number of people who voted.')
  declare turnout: number;

  @field(() => HiddenReasonEnum, 'Why the results are hidden.')
  declare hiddenBecause: HiddenReason;

  @field(() => StreamCursor, 'Position of this state.')
  declare cursor: string;
}

export const PollResultsType = createUnionType({
  name: 'PollResults',
  description: 'Results, or the reason why they are hidden; the rule is frozen when the poll opens.',
  types: () => [PollTallyType, HiddenResultsType] as const,
  resolveType: (value) => ('hiddenBecause' in value ? 'HiddenResults' : 'PollTally'),
});
