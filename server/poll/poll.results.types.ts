import type { ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { createUnionType, Extensions, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { StreamCursor } from '../kernel/scalars.ts';
import type { HiddenReason } from './poll.visibility.rules.ts';

const HiddenReasonEnum = enumOf('HiddenReason', 'Why results are not shown now.', {
  NOT_OPENED: 'The poll has not opened yet.',
  FEW_VOTERS: 'Fewer than 5 people have voted: single votes could be told apart.',
  AFTER_OWN_VOTE: 'Shown once you have voted.',
  AFTER_CLOSE: 'Shown when the poll has closed.',
  AFTER_CONFIRMATION: 'Shown when the town hall has confirmed the counted result.',
  WITHDRAWN: 'The post it was part of was withdrawn.',
});

@ObjectType('OptionTally', { description: 'The votes for one option.' })
export class OptionTallyType {
  @field(() => Int, 'Votes for it.')
  declare votes: number;
}

@ObjectType('QuestionTally', { description: 'The votes on one question.' })
export class QuestionTallyType {
  @field(() => [OptionTallyType], 'All options in the order of the ballot. At most 50.')
  declare options: readonly OptionTallyType[];
}

@ObjectType('PollTally', { description: 'Results that may be seen.' })
export class PollTallyType {
  @field(() => Int, 'People who voted.')
  declare turnout: number;

  @field(() => Boolean, 'The poll has closed: counted from the ballots, final.')
  declare isFinal: boolean;

  @Extensions({ complexity: ({ childComplexity }: ComplexityEstimatorArgs) => childComplexity }) // counted as one row
  @field(() => [QuestionTallyType], 'The votes by question. At most 20.')
  declare questions: readonly QuestionTallyType[];

  @field(() => StreamCursor, 'Position of this state: give it as `after` to hear only what is newer.')
  declare cursor: string;
}

@ObjectType('HiddenResults', { description: 'Results that may not be seen now; only the turnout is told.' })
export class HiddenResultsType {
  @field(() => Int, 'People who voted.')
  declare turnout: number;

  @field(() => HiddenReasonEnum, 'Why.')
  declare hiddenBecause: HiddenReason;

  @field(() => StreamCursor, 'Position of this state.')
  declare cursor: string;
}

export const PollResultsType = createUnionType({
  name: 'PollResults',
  description: 'Results, or why they are hidden, by the rule frozen at opening.',
  types: () => [PollTallyType, HiddenResultsType] as const,
  resolveType: (value) => ('hiddenBecause' in value ? 'HiddenResults' : 'PollTally'),
});
