import type { Module } from '../gql/graphql.ts';

/** Variable that says whether the town uses a module; the server fills it in. */
export function usesModule(module: Module): string {
  return `:uses ${module}`;
}

/** A query whose answer the server puts into the HTML of a page, so that the script need not ask for it. */
export interface FirstRead {
  /** Name of the operation. */
  readonly query: string;
  /**
   * Variables as the page sends them; the value ":name" stands for the parameter `name` of the page's path, and that of
   * `usesModule` for true or false.
   */
  readonly variables?: Readonly<Record<string, unknown>>;
  /**
   * Name of a query with the same variables whose only field has the field `municipality { ags }`. The answer is put
   * into the HTML only if that is the town in the path; needed for objects that are found by their own id.
   */
  readonly townQuery?: string;
  /** Whether only signed-in visitors ask it. */
  readonly ifSignedIn?: boolean;
}

/** Values that a place in the answers may have. */
export interface FirstCondition {
  readonly at: string;
  readonly in: readonly (string | boolean)[];
}

/** How entries of one type are drawn in rows. */
export interface FirstRow {
  /** Name of an icon of Lucide. */
  readonly icon: string;
  /** Whether the row unfolds instead of leading to a page. */
  readonly unfolds?: boolean;
  /** Place of an object inside the entry that has a row below it, and the icon of that row. */
  readonly below?: { readonly at: string; readonly icon: string };
}

/** A list in the answers. */
export interface FirstList {
  /** Place of the list in the answers. */
  readonly from: string;
  /** Place of the object inside an entry; absent: the entry itself. The following places are inside this object. */
  readonly subject?: string;
  /** Place of the title, or places of which the first with a text counts: subjects of several types have it elsewhere. */
  readonly title: string | readonly string[];
  /** Conditions that an entry must meet to be shown. */
  readonly only?: readonly FirstCondition[];
  /** The first `most` entries of another list, named by their ids at a place, are not shown again. */
  readonly except?: { readonly from: string; readonly id: string; readonly most: number };
}

/** Several lists that a block shows as one, ordered by the ends of their entries: each in the part `<part>Entry`. */
export interface FirstMerged {
  readonly lists: readonly (FirstList & {
    /** Places of the moments at which an entry ends; the first one counts. */
    readonly ends: readonly string[];
    /** Key of the text of the button. */
    readonly actKey: string;
  })[];
  /** Most entries that are shown. */
  readonly most: number;
}

/** Entries that a block shows: each in the part `<part>Entry` of web/shell.html. */
export interface FirstEntries extends FirstList {
  readonly text?: string;
  /** Most entries that are shown. */
  readonly most?: number;
  /** Place of the text above the entries; it is left out if it equals the text at `unless`. */
  readonly heading?: { readonly from: string; readonly unless: string };
  /**
   * By the type of the subject: entries are arranged as in a feed, the newest one that may lead in the part
   * `<part>Lead`, adjacent ones of one type and day in one row if the type has such rows.
   */
  readonly rows?: Readonly<Record<string, FirstRow>>;
}

/**
 * A part of web/shell.html with what it shows. Places in the answers are the name of the operation and names of fields,
 * separated by dots. A block with an empty text or without entries is left out.
 */
export interface FirstBlock {
  /** Name of the part. */
  readonly part: string;
  /** Key of the text. */
  readonly key?: string;
  /** Place of the text in the answers. */
  readonly from?: string;
  /** Place of the moment that the text of `key` names as {moment}. */
  readonly moment?: string;
  readonly entries?: FirstEntries;
  readonly merged?: FirstMerged;
  /** The block is shown only if all of these are true. */
  readonly only?: readonly FirstCondition[];
  /** Whether only visitors without an account see it. */
  readonly ifSignedOut?: boolean;
  /** Whether it stands in the second column of wide screens. */
  readonly inColumn?: boolean;
}

/** A date that is written in words, with its place. */
export interface FirstDate {
  /** Places of objects with `startsAt`, `endsAt` and `place`; the first that exists counts. */
  readonly of: readonly string[];
  readonly isAllDay: string;
  readonly timeZone: string;
  /** Texts that stand before the date under a condition, such as "Abgesagt". */
  readonly notices: readonly (FirstCondition & { readonly key: string })[];
}

/** Words of a page's object that a shared link shows, as places in the answers. */
export interface FirstPreview {
  readonly title: string;
  readonly text?: string;
  /** Date of the object, written in words instead of a text. */
  readonly date?: FirstDate;
  /** Place of the address of a photo, which is shown if visitors without an account may see it. */
  readonly photo?: string;
  /** Conditions without which the link shows nothing of the object. */
  readonly only?: readonly FirstCondition[];
}

/** Content of a page's HTML before the script has run; schema/firstScreens.ts writes it for the server. */
export interface FirstScreen {
  readonly reads?: readonly FirstRead[];
  /** Part of web/shell.html around the blocks. */
  readonly frame?: 'columns' | 'map' | 'towns';
  readonly blocks?: readonly FirstBlock[];
  readonly preview?: FirstPreview;
}

/** First screens of a domain by the names of its pages. */
export type FirstScreens = Readonly<Record<string, FirstScreen>>;
