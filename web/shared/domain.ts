import type { ApolloClient, TypePolicies } from '@apollo/client/core';
import type { Component } from 'vue';
import type { RouteMeta, RouteRecordSingleView } from 'vue-router';
import type {
  AuditSubjectKind,
  FeedEntryPartsFragment,
  InboxItemPartsFragment,
  Module,
  RoleKind,
  TodayPartsFragment,
} from '../gql/graphql.ts';
import type { SlotFilling } from './pageSlot.ts';

declare module 'vue-router' {
  /** Absent on the route of the layout itself. */
  interface RouteMeta extends Partial<PageMeta> {
    readonly titleKey?: string;
  }
}

/** Module of a page that no switch can hide. */
export const NONE = 'NONE';

/** Facts about the town and the visitor on which a menu depends. */
export interface TownView {
  readonly uses: (module: Module) => boolean;
  readonly hasRole: (...roles: RoleKind[]) => boolean;
}

/** An entry of the main menu. */
export interface NavigationEntry {
  readonly labelKey: string;
  readonly icon: Component;
  /** Entries are sorted by rank, ascending. */
  readonly rank: number;
  /** Whether it is the main act of the town: a raised round button on phones. */
  readonly isRaised?: boolean;
  /** Whether the entry is only in the rail of wide screens, because phones have room for five entries. */
  readonly isWideOnly?: (town: TownView) => boolean;
  /** Number beside the entry's icon; renders nothing for zero. */
  readonly count?: Component;
}

/** A link beside the heading of the feed on the home page. */
export interface HomeLinkEntry {
  readonly labelKey: string;
  /** Links are sorted by rank, ascending. */
  readonly rank: number;
}

/** Sections of the settings list, each with a heading, in this order. */
export const settingsSections = ['hall', 'look', 'issues', 'outside'] as const;

/** A row of the settings list; `settings.page.<name>` and `settings.about.<name>` are its texts. */
export interface SettingsEntry {
  readonly section: (typeof settingsSections)[number];
  readonly icon: Component;
}

/** An entry of the command bar. */
export interface CommandEntry {
  /** Keys that open the page, pressed one after the other: "g b". */
  readonly keys?: string;
  /** Key of the command's name if the page creates something new; otherwise the page's title is the name. */
  readonly actKey?: string;
}

/** A key that works on one page; `command.<name>` is the text for a key whose name differs from its cap ("ctrl"). */
export interface PageKey {
  readonly keys: readonly string[];
  readonly labelKey: string;
}

export interface PageMeta {
  /** Key of the page's name in the browser's tab, the command bar and the list of keys. */
  readonly titleKey: string;
  /** Module of the page: a town that has switched it off does not show the page. */
  readonly module: Module | typeof NONE;
  /** Roles to which menus offer the page; absent: everybody. The server authorises independently. */
  readonly roles?: readonly RoleKind[];
  /**
   * Programs that may open the page: search engines and programs that draw a preview of a shared link, or the latter
   * only. Absent: none; robots.txt says so.
   */
  readonly openTo?: 'SEARCH_ENGINES' | 'PREVIEWS';
  /** Whether the page uses all the width beside the menu. */
  readonly wide?: boolean;
  /** Whether the page has a second column from a width of 1,100 pixels. */
  readonly hasColumn?: boolean;
  /** Whether the page uses the whole screen, without menu and footer. */
  readonly bare?: boolean;
  /** Name of the page whose menu entry is marked while this one is open. */
  readonly within?: string;
  /** Name of the list beside which the page opens as a panel where the window has room (panel.ts); one view shows both. */
  readonly besides?: string;
  /** Whether the page is a list of what other pages show in full: their back link leads to it. */
  readonly isList?: boolean;
  /** Names of the lists between which and this page a view transition runs. */
  readonly transitionFrom?: readonly string[];
  readonly navigation?: NavigationEntry;
  readonly homeLink?: HomeLinkEntry;
  readonly settings?: SettingsEntry;
  readonly command?: CommandEntry;
  readonly pageKeys?: readonly PageKey[];
}

/** Ends what comes to this device of a group that it no longer follows without an account. Throws without an answer. */
export type UnfollowOnDevice = (
  apollo: Pick<ApolloClient<unknown>, 'mutate'>,
  group: { readonly ags: string; readonly groupId: string },
) => Promise<void>;

export interface PageRoute extends RouteRecordSingleView {
  /** Path below the address of a town; with a leading slash the path of a page that belongs to no town. */
  readonly path: string;
  readonly name: string;
  readonly meta: PageMeta & RouteMeta;
}

export type FeedType = NonNullable<FeedEntryPartsFragment['subject']>['__typename'];
export type TodayType = TodayPartsFragment['subject']['__typename'];
export type InboxType = NonNullable<InboxItemPartsFragment['subject']>['__typename'];

/**
 * Entries of one type in a feed. The components take `subject`, `at`, and `groups`, through which the reader gets the
 * entry; their slot `menu` is the button for more about the entry.
 */
export interface FeedCard {
  /** Row of an entry, an `<article>` (EntryRow.vue). */
  readonly row: Component;
  /** Card of the first entry of the feed; the newest entry whose type has one leads the feed. */
  readonly lead?: Component;
  /**
   * Row for adjacent entries of one day, which unfolds to their rows. It takes `entries` and `heading`. Absent: entries
   * are never joined.
   */
  readonly bundle?: Component;
  /** Module of the subject: feeds omit it where the module is switched off. */
  readonly module: Module | typeof NONE;
}

/** A module that a town may switch off; `module.name.<name>` and `modules.on/off.<name>` are its texts. */
export interface ModuleEntry {
  readonly name: Module;
  readonly icon: Component;
}

/** Subject of an entry of the audit trail. */
export interface AuditedSubject {
  /** Global id of the subject. */
  readonly objectId: string;
  readonly name?: string | null;
}

/** Page that shows a subject of the audit trail: its name, and its parameters for the subject. */
export interface AuditedPage {
  readonly page: string;
  readonly params?: (subject: AuditedSubject) => Readonly<Record<string, string>>;
}

/** Contributions of a domain to the web app. */
export interface WebDomain {
  /** Name of the folder. */
  readonly name: string;
  readonly module?: ModuleEntry;
  readonly routes?: readonly PageRoute[];
  readonly feedCards?: Partial<Readonly<Record<FeedType, FeedCard>>>;
  /** Cells of the row "Heute" by the type of the subject. A cell takes `subject` and `at`, and fills TodayCell.vue. */
  readonly todayCells?: Partial<Readonly<Record<TodayType, Component>>>;
  /**
   * Rows of the inbox by the type of the subject. A row takes `item`, its `subject` and the `frame` of MessageRow,
   * which it fills with its own words.
   */
  readonly inboxItems?: Partial<Readonly<Record<InboxType, Component>>>;
  /** Pages of the subjects of the domain's entries in the audit trail. */
  readonly auditedPages?: Partial<Readonly<Record<AuditSubjectKind, AuditedPage>>>;
  /** Cache policies for the domain's types and for the fields that the domain adds to other types. */
  readonly cacheKeys?: TypePolicies;
  /** Components that the domain shows on pages of earlier domains. */
  readonly fillings?: readonly SlotFilling[];
  /** Runs when a visitor without an account no longer follows a group on this device. */
  readonly unfollowOnDevice?: UnfollowOnDevice;
}

export function defineDomain(domain: WebDomain): WebDomain {
  return domain;
}
