import type { PollHeadFragment, TallyPartsFragment } from '../gql/graphql.ts';

export type Results = PollHeadFragment['results'];
type Question = Pick<PollHeadFragment['questions'][number], 'id' | 'options'> & { readonly kind?: string };
type QuestionTally = TallyPartsFragment['questions'][number];
export type RunOff = NonNullable<QuestionTally['runOff']>;

export interface TallyRow {
  readonly id: string;
  readonly label: string;
  readonly picture: Question['options'][number]['picture'];
  readonly votes: number;
  /** Share of the voters, from 0 to 1; with multiple choices the shares may exceed 1 in total. */
  readonly share: number;
  /** Whether the viewer has chosen the option; of a ranking, put it first. */
  readonly isOwn: boolean;
  /**
   * Result of the run-off for the option, and the last round in which it had votes; null: no run-off. The votes are then
   * those of that round. An option that was eliminated has the share 0, so that all shares belong to the last round.
   */
  readonly fate: { readonly hasWon: boolean; readonly hasLeft: boolean; readonly round: number } | null;
}

export function isTally(results: Results): results is TallyPartsFragment {
  return 'questions' in results;
}

export function runOffOf(tally: TallyPartsFragment, questionId: string): RunOff | null {
  return tally.questions.find((entry) => entry.question.id === questionId)?.runOff ?? null;
}

/** Rows of one question's table in the order of the ballot, never sorted by votes, so that nothing jumps. */
export function tallyRows(tally: TallyPartsFragment, question: Question, own: readonly string[]): TallyRow[] {
  const { options, kind } = question;
  const found = tally.questions.find((entry) => entry.question.id === question.id);
  const votesFor = new Map(found?.options.map(({ optionId, votes }) => [optionId, votes]));
  const ofThis = own.filter((id) => options.some((option) => option.id === id));
  const ownIds = kind === 'RANKING' ? ofThis.slice(0, 1) : ofThis;
  return options.map(({ id, label, picture }) => {
    const isOwn = ownIds.includes(id);
    const fate = found?.runOff?.winnerId ? fateOf(found.runOff, id) : null;
    if (fate) return { id, label, picture, isOwn, ...fate };
    const votes = votesFor.get(id) ?? 0;
    const share = tally.turnout > 0 ? votes / tally.turnout : 0;
    return { id, label, picture, votes, share, isOwn, fate: null };
  });
}

/** Last round of an option in the run-off with its votes, and its share of the ballots if that is the last of all. */
function fateOf({ rounds, winnerId }: RunOff, id: string): Pick<TallyRow, 'votes' | 'share' | 'fate'> | null {
  const at = rounds.findLastIndex((round) => round.votes.some(({ optionId }) => optionId === id));
  const round = rounds[at];
  if (!round) return null;
  const counted = round.votes.reduce((sum, { votes }) => sum + votes, 0);
  const votes = round.votes.find(({ optionId }) => optionId === id)?.votes ?? 0;
  const hasLeft = at < rounds.length - 1;
  const fate = { hasWon: id === winnerId, hasLeft, round: at + 1 };
  return { votes, share: hasLeft || counted === 0 ? 0 : votes / counted, fate };
}

/**
 * Rows of one round of a run-off in the order of the ballot; eliminated options keep their place. `goneIn`: round after
 * which the option was eliminated; null: it has votes in this round.
 */
export function roundRows({ rounds }: RunOff, { options }: Pick<Question, 'options'>, round: number) {
  const votes = new Map(rounds[round - 1]?.votes.map((one) => [one.optionId, one.votes]));
  const counted = [...votes.values()].reduce((sum, one) => sum + one, 0);
  return options.map((option) => {
    const own = votes.get(option.id) ?? 0;
    const last = rounds.findLastIndex((one) => one.votes.some(({ optionId }) => optionId === option.id));
    const goneIn = votes.has(option.id) ? null : last + 1;
    return { ...option, votes: own, share: counted > 0 ? own / counted : 0, goneIn };
  });
}

/** The option with most votes; null for no votes or a tie. */
export function leadingRow(rows: readonly TallyRow[]): TallyRow | null {
  const [first, second] = rows.toSorted((a, b) => b.votes - a.votes);
  return first && first.votes > (second?.votes ?? 0) ? first : null;
}
