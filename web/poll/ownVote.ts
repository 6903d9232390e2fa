/** A vote as it is sent. */
export interface Answers {
  readonly optionIds: readonly string[];
  /** Ids of ranked options, first choice first. */
  readonly ranked: readonly string[];
  readonly texts: readonly OwnText[];
}

export interface OwnText {
  readonly questionId: string;
  readonly text: string;
}

/** A vote as its owner sees it: ids of the choices, then of rankings with the first choice first. */
export interface OwnVote {
  readonly optionIds: readonly string[];
  readonly texts: readonly OwnText[];
}

export const noVote: OwnVote = { optionIds: [], texts: [] };

/** A sent vote as its owner sees it. */
export function asOwn({ optionIds, ranked, texts }: Answers): OwnVote {
  return { optionIds: [...optionIds, ...ranked], texts };
}
