/** How options with equally few votes were told apart. */
export type Tie = 'EARLIER_ROUND' | 'BALLOT_ORDER';

export interface OptionVotes {
  readonly id: string;
  readonly votes: number;
}

export interface RunOffRound {
  /** Of the options still there, in the order of the ballot. */
  readonly votes: readonly OptionVotes[];
  /** Ballots that rank none of them. */
  readonly exhausted: number;
  /** Who left after this round; several only if nobody voted for them. */
  readonly eliminated: readonly string[];
  readonly tie: Tie | null;
}

/** Kept at the close as it was counted; the ballots are gone then. */
export interface RunOff {
  /** Ballots with a ranking for this question. */
  readonly ballots: number;
  readonly rounds: readonly RunOffRound[];
  /** Null: nobody voted. */
  readonly winnerId: string | null;
}
