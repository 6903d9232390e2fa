import type { CategoryStory } from './story.categories.ts';
import generic from './generic.json' with { type: 'json' };
import type { RoutingStory } from './story.routing.ts';
import unkel from './unkel.json' with { type: 'json' };

/** Hours before (negative) or after the moment of seeding. */
type Hours = number;

export interface StaffStory {
  readonly key: string;
  /** Name of a function, never of a person. */
  readonly name: string;
  readonly role: string;
  readonly desk?: string;
}
export interface GroupStory {
  readonly key: string;
  /** Absent for the town's own group, which has the town's name. */
  readonly name?: string;
  readonly isTown?: boolean;
  readonly purpose: string;
  readonly picture: string;
  readonly joinPolicy: string;
  readonly publishPolicy: string;
  /** Share of the citizens who are members, from 0 to 1. */
  readonly share: number;
  /** True: the first citizen is a member. */
  readonly isFollowed: boolean;
  /** Keys of staff who are members; in a closed group only they read and publish. */
  readonly staff?: readonly string[];
  /** Key of a person who publishes in the group without being staff. */
  readonly publisher?: string;
  /** Texts of requests to join. */
  readonly requests?: readonly string[];
}
/** Text of several lines, with dates in the format of wording.ts. */
type Lines = readonly string[];

/** Text in another language. */
interface Retold {
  readonly locale: string;
  readonly title: string;
}

export interface PostStory {
  readonly key: string;
  /** Key of staff or of a publisher. */
  readonly by: string;
  readonly groups: readonly string[];
  /** Hours since the post was written and, unless it is a draft or scheduled, published. */
  readonly hoursAgo: number;
  readonly publishInHours?: Hours;
  readonly isDraft?: boolean;
  readonly title: string;
  readonly body: Lines;
  readonly variants?: readonly (Retold & { readonly body: Lines })[];
  readonly revised?: { readonly hoursAgo: number; readonly change: string; readonly body: Lines };
  readonly withdrawn?: { readonly hoursAgo: number; readonly reason: string };
}
/** Name of a drawn picture, and its alternative text. */
export interface Pictured {
  readonly picture: string;
  readonly alt: string;
}

export interface PollStory {
  /** Absent: the town's own group. */
  readonly group?: string;
  /** Key of the post that contains the poll. */
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
  /** Second question, which is answered in words. */
  readonly words?: { readonly text: string; readonly isRequired: boolean };
  /** Answers of the first voters to the second question. */
  readonly texts?: readonly string[];
  readonly variants?: readonly (Retold & {
    readonly description: string;
    readonly question: { readonly text: string; readonly options: readonly string[] };
  })[];
  readonly resultsVisibility: string;
  readonly eligibility: string;
  readonly changeAllowed: boolean;
  /** True: a secret poll. */
  readonly isSecret?: boolean;
  /** Statement of the town hall about the result of a closed poll. */
  readonly outcome?: { readonly by: string; readonly hoursAgo: number; readonly body: Lines };
  readonly opensInHours: Hours;
  readonly closesInHours: Hours;
  /** Ballots: `count` people chose these options (by index); in rankings, the first choice is first. */
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
  /** ACCOUNT: signed in; EMAIL and CODE: without an account; PHONE: recorded by the town hall. */
  readonly reporter: string;
  readonly status: string;
  readonly hoursAgo: number;
  /** EMAIL: hours since the link in the mail was used; absent: the address is not confirmed. */
  readonly confirmedHoursAgo?: number;
  readonly text: string;
  readonly address: string;
  /** Position, or distance from the town's centre in metres. */
  readonly at?: { readonly lat: number; readonly lon: number };
  readonly offset?: { readonly east: number; readonly north: number };
  /** Hours since the town hall made the report public. */
  readonly publicHoursAgo?: number;
  /** Key of an earlier report about the same matter, into which the town hall merged this one. */
  readonly mergedInto?: { readonly key: string; readonly as: string; readonly hoursAgo: number };
  /** Number of citizens who follow the report. */
  readonly followers?: number;
  /** Drawings of pictures/ as photos; visible to everybody with the report. */
  readonly photos?: readonly PhotoStory[];
  /** Photos of the result, taken by staff. */
  readonly after?: { readonly as: string; readonly hoursAgo: number; readonly photos: readonly PhotoStory[] };
  readonly moves: readonly MoveStory[];
  /** Staff member who took the report on with the last move. */
  readonly assignee?: string;
  /** Comments, placed between the moves by their time. */
  readonly comments?: readonly CommentStory[];
}
/** Deadlines in open hours. */
export interface TargetStory {
  readonly category: string;
  readonly firstResponse: number;
  /** Absent: so long that the report `nearlyDue` has nearly used it up. */
  readonly resolution?: number;
  readonly nearlyDue?: string;
}
export interface Story {
  /** Absent: the town hall has no templates of its own. */
  readonly templates?: readonly TemplateStory[];
  /** Notice of demonstration in every text that could be taken for an official one. */
  readonly notice: string;
  /** Colour and picture of the town; absent: the defaults of the product. */
  readonly look?: { readonly color: string; readonly motif: string };
  /** Notices in other languages. */
  readonly notices?: Readonly<Record<string, string>>;
  readonly desks: readonly { readonly key: string; readonly name: string; readonly deputy: string }[];
  readonly routing: RoutingStory;
  readonly staff: readonly StaffStory[];
  /** People who write for a club or a house without being staff; named by function. */
  readonly publishers: readonly { readonly key: string; readonly name: string }[];
  readonly groups: readonly GroupStory[];
  readonly categories: readonly CategoryStory[];
  /** Absent: default opening hours. */
  readonly hours?: {
    readonly spans: readonly { readonly weekday: string; readonly from: string; readonly to: string }[];
    readonly closedDays: readonly { readonly date: string; readonly name: string }[];
  };
  readonly targets?: readonly TargetStory[];
  readonly posts: readonly PostStory[];
  readonly polls: readonly PollStory[];
  readonly issues: readonly IssueStory[];
}

/** Story of a town: Unkel has its own, other towns get a generic one without street names. */
export function storyOf(ags: string): Story {
  return ags === unkel.ags ? unkel : generic;
}

/** Converts a word of the story to a value of an enumeration; throws if it is none. */
export function oneOf<T extends string>(words: readonly T[], word: string): T {
  const known = words.find((candidate) => candidate === word);
  if (known === undefined) throw new Error(`the story says "${word}", expected one of ${words.join(', ')}`);
  return known;
}
