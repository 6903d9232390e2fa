import type { PollHeadFragment, TallyPartsFragment } from '../gql/graphql.ts';

export type Results = PollHeadFragment['results'];

export interface TallyRow {
  readonly id: string;
  readonly label: string;
  readonly votes: number;
  /** Part of the people who voted, 0…1; with several choices the parts may add up to more than one. */
  readonly share: number;
  readonly isOwn: boolean;
}

export function isTally(results: Results): results is TallyPartsFragment {
  return 'questions' in results;
}

/** The rows of one question's table, in the ballot's order: never sorted by votes, nothing jumps. */
export function tallyRows(
  tally: TallyPartsFragment,
  question: Pick<PollHeadFragment['questions'][number], 'id' | 'options'>,
  own: readonly string[],
): TallyRow[] {
  const counted = tally.questions.find((entry) => entry.question.id === question.id)?.options ?? [];
  const votesFor = new Map(counted.map(({ optionId, votes }) => [optionId, votes]));
  return question.options.map(({ id, label }) => {
    const votes = votesFor.get(id) ?? 0;
    return { id, label, votes, share: tally.turnout > 0 ? votes / tally.turnout : 0, isOwn: own.includes(id) };
  });
}

/** The option ahead, or null when nobody is or two are level. */
export function leadingRow(rows: readonly TallyRow[]): TallyRow | null {
  const [first, second] = rows.toSorted((a, b) => b.votes - a.votes);
  return first && first.votes > (second?.votes ?? 0) ? first : null;
}
