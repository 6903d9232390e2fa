import type { CategoryStory } from './story.categories.ts';
import generic from './generic.json' with { type: 'json' };
import type { RoutingStory } from './story.routing.ts';
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
export interface GroupStory {
  readonly key: string;
  /** Absent: the town's own group, which has the town's name. */
  readonly name?: string;
  readonly isTown?: boolean;
  readonly purpose: string;
  readonly picture: string;
  readonly joinPolicy: string;
  readonly publishPolicy: string;
  /** How many of the citizens are members, from 0 to 1. */
  readonly share: number;
  /** The first citizen is a member. */
  readonly isFollowed: boolean;
  /** Who publishes here without being staff. */
  readonly publisher?: string;
  /** What people say who would like to join. */
  readonly requests?: readonly string[];
}
/** A text of several lines; dates in it as wording.ts reads them. */
type Lines = readonly string[];

/** The same in another language. */
interface Retold {
  readonly locale: string;
  readonly title: string;
}

export interface PostStory {
  readonly key: string;
  /** Staff or a publisher, by key. */
  readonly by: string;
  readonly groups: readonly string[];
  /** Written; and published, if it is neither a draft nor scheduled. */
  readonly hoursAgo: number;
  readonly publishInHours?: Hours;
  readonly isDraft?: boolean;
  readonly title: string;
  readonly body: Lines;
  readonly variants?: readonly (Retold & { readonly body: Lines })[];
  readonly revised?: { readonly hoursAgo: number; readonly change: string; readonly body: Lines };
  readonly withdrawn?: { readonly hoursAgo: number; readonly reason: string };
}
/** A drawn picture and its words. */
export interface Pictured {
  readonly picture: string;
  readonly alt: string;
}

export interface PollStory {
  /** Absent: the town's own group. */
  readonly group?: string;
  /** The post it is part of. */
  readonly post?: string;

  readonly title: string;
  readonly description: string;
  readonly question: {
    readonly text: string;
    readonly kind: string;
    readonly minChoices?: number;
    readonly maxChoices?: number;
    readonly options: readonly string[];
    readonly optionOrder?: string;
    readonly pictures?: readonly (Pictured | null)[];
  };
  /** A second question, answered in words. */
  readonly words?: { readonly text: string; readonly isRequired: boolean };
  /** What the first voters answer to it. */
  readonly texts?: readonly string[];
  readonly variants?: readonly (Retold & {
    readonly description: string;
    readonly question: { readonly text: string; readonly options: readonly string[] };
  })[];
  readonly resultsVisibility: string;
  readonly eligibility: string;
  readonly changeAllowed: boolean;
  /** With ballots in a box. */
  readonly isSecret?: boolean;
  readonly opensInHours: Hours;
  readonly closesInHours: Hours;
  /** So many people chose these options (by index); of a ranking, first choice first. */
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
export interface CommentStory {
  readonly by: string;
  readonly as?: string;
  readonly reach: string;
  readonly hoursAgo: number;
  readonly text: string;
}
export interface PhotoStory {
  readonly picture: string;
  readonly alt: string;
}
export interface TemplateStory {
  readonly name: string;
  readonly category?: string;
  readonly status?: string;
  readonly text: Lines;
  readonly variants?: readonly { readonly locale: string; readonly text: Lines }[];
}
export interface IssueStory {
  readonly key: string;
  readonly category: string;
  /** ACCOUNT: signed in; EMAIL and CODE: without an account; PHONE: the town hall wrote it down. */
  readonly reporter: string;
  readonly status: string;
  readonly hoursAgo: number;
  readonly text: string;
  readonly address: string;
  /** A place, or metres from the town's centre. */
  readonly at?: { readonly lat: number; readonly lon: number };
  readonly offset?: { readonly east: number; readonly north: number };
  /** The town hall shows it to everybody since then. */
  readonly publicHoursAgo?: number;
  /** Key of the report that says the same; told before, and merged into it by the town hall. */
  readonly mergedInto?: { readonly key: string; readonly as: string; readonly hoursAgo: number };
  /** So many citizens say that it concerns them too. */
  readonly followers?: number;
  /** Drawings of pictures/, as if somebody had taken them; shown to everybody with the report. */
  readonly photos?: readonly PhotoStory[];
  /** How it looks now that it is done, taken by staff. */
  readonly after?: { readonly as: string; readonly hoursAgo: number; readonly photos: readonly PhotoStory[] };
  readonly moves: readonly MoveStory[];
  /** Between the moves, by their time. */
  readonly comments?: readonly CommentStory[];
}
/** In hours of open time. */
export interface TargetStory {
  readonly category: string;
  readonly firstResponse: number;
  /** Absent: so long that this report has nearly used it up. */
  readonly resolution?: number;
  readonly nearlyDue?: string;
}
export interface Story {
  /** Absent: the town hall has no words of its own. */
  readonly templates?: readonly TemplateStory[];
  /** What every text says that could be taken for an official one. */
  readonly notice: string;
  /** Its colour and picture; absent: as the product gives them. */
  readonly look?: { readonly color: string; readonly motif: string };
  /** The same in other languages. */
  readonly notices?: Readonly<Record<string, string>>;
  readonly desks: readonly { readonly key: string; readonly name: string; readonly deputy: string }[];
  readonly routing: RoutingStory;
  readonly staff: readonly StaffStory[];
  /** Who writes for a club or a house without being staff: a function, never a person's name. */
  readonly publishers: readonly { readonly key: string; readonly name: string }[];
  readonly groups: readonly GroupStory[];
  readonly categories: readonly CategoryStory[];
  /** Absent: as usual. */
  readonly hours?: {
    readonly spans: readonly { readonly weekday: string; readonly from: string; readonly to: string }[];
    readonly closedDays: readonly { readonly date: string; readonly name: string }[];
  };
  readonly targets?: readonly TargetStory[];
  readonly posts: readonly PostStory[];
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
