/** A vote as it is sent. */
export interface Answers {
  readonly optionIds: readonly string[];
  /** Options of rankings, first choice first. */
  readonly ranked: readonly string[];
  readonly texts: readonly OwnText[];
}

export interface OwnText {
  readonly questionId: string;
  readonly text: string;
}

/** A vote as its owner sees it: choices, then rankings, first choice first. */
export interface OwnVote {
  readonly optionIds: readonly string[];
  readonly texts: readonly OwnText[];
}

export const noVote: OwnVote = { optionIds: [], texts: [] };
