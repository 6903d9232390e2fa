/** Rule that decided which of several options with equally few votes was eliminated. */
export type Tie = 'EARLIER_ROUND' | 'BALLOT_ORDER';

export interface OptionVotes {
  readonly id: string;
  readonly votes: number;
}

export interface RunOffRound {
  /** Votes of the options that were not eliminated before, in the order of the ballot. */
  readonly votes: readonly OptionVotes[];
  /** Number of ballots that rank none of these options. */
  readonly exhausted: number;
  /** Ids of the options eliminated after this round; several only if they had no votes. Empty in the last round. */
  readonly eliminated: readonly string[];
  readonly tie: Tie | null;
}

/** Result of an instant run-off, stored at the close because the ballots are deleted then. */
export interface RunOff {
  /** Number of ballots with a ranking for this question. */
  readonly ballots: number;
  readonly rounds: readonly RunOffRound[];
  /** Id of the winning option; null: no ballot ranks the question. */
  readonly winnerId: string | null;
}
