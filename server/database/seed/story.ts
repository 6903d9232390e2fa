import generic from './generic.json' with { type: 'json' };
import unkel from './unkel.json' with { type: 'json' };

/** Hours before (negative) or after the moment of seeding. */
type Hours = number;

export interface StaffStory {
  readonly key: string;
  /** A function, never a person's name. */
  readonly name: string;
  readonly role: string;
  readonly desk?: string;
}
export interface PollStory {
  readonly title: string;
  readonly description: string;
  readonly question: {
    readonly text: string;
    readonly kind: string;
    readonly minChoices?: number;
    readonly maxChoices?: number;
    readonly options: readonly string[];
  };
  readonly resultsVisibility: string;
  readonly eligibility: string;
  readonly changeAllowed: boolean;
  readonly opensInHours: Hours;
  readonly closesInHours: Hours;
  /** So many people chose these options (by index). */
  readonly ballots: readonly { readonly options: readonly number[]; readonly count: number }[];
}
export interface MoveStory {
  readonly to: string;
  readonly by: string;
  readonly as?: string;
  readonly desk?: string;
  readonly hoursAgo: number;
  readonly reason?: string;
  readonly message?: string;
  readonly addressee?: string;
  readonly scheduledInDays?: number;
}
export interface IssueStory {
  readonly key: string;
  readonly category: string;
  /** ACCOUNT: signed in; EMAIL and CODE: without an account. */
  readonly reporter: string;
  readonly status: string;
  readonly hoursAgo: number;
  readonly text: string;
  readonly address: string;
  /** A place, or metres from the town's centre. */
  readonly at?: { readonly lat: number; readonly lon: number };
  readonly offset?: { readonly east: number; readonly north: number };
  readonly moves: readonly MoveStory[];
}
export interface Story {
  readonly desks: readonly { readonly key: string; readonly name: string }[];
  readonly staff: readonly StaffStory[];
  readonly categories: readonly {
    readonly key: string;
    readonly name: string;
    readonly kind: string;
    readonly desk: string;
  }[];
  readonly polls: readonly PollStory[];
  readonly issues: readonly IssueStory[];
}

/** One town has a story of its own; any other gets a neutral one without street names. */
export function storyOf(ags: string): Story {
  return ags === unkel.ags ? unkel : generic;
}

/** Reads a word of the story as one of an enumeration. */
export function oneOf<T extends string>(words: readonly T[], word: string): T {
  const known = words.find((candidate) => candidate === word);
  if (known === undefined) throw new Error(`the story says "${word}", expected one of ${words.join(', ')}`);
  return known;
}
