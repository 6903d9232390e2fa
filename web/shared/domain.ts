import type { TypePolicies } from '@apollo/client/core';
import type { Component } from 'vue';
import type { RouteMeta, RouteRecordSingleView } from 'vue-router';
import type {
  AuditSubjectKind,
  FeedEntryPartsFragment,
  InboxItemPartsFragment,
  Module,
  RoleKind,
} from '../gql/graphql.ts';
import type { SlotFilling } from './pageSlot.ts';

declare module 'vue-router' {
  /** The route of the layout itself has none of it. */
  interface RouteMeta extends Partial<PageMeta> {
    readonly titleKey?: string;
  }
}

/** Module guard of a page that every town has, whatever it has switched off. */
export const NONE = 'NONE';

/** What a menu asks of the town and its visitor. */
export interface TownView {
  readonly uses: (module: Module) => boolean;
  readonly hasRole: (...roles: RoleKind[]) => boolean;
}

/** An entry of the main menu. */
export interface NavigationEntry {
  readonly labelKey: string;
  readonly icon: Component;
  /** Entries stand in ascending order of their ranks. */
  readonly rank: number;
  /** The main act of the town: a raised round button on phones. */
  readonly isRaised?: boolean;
  /** Phones have room for five entries: this one stands in the rail of wide screens only. */
  readonly isWideOnly?: (town: TownView) => boolean;
}

/** A door on the home page. */
export interface HomeTileEntry {
  readonly labelKey: string;
  readonly icon: Component;
  /** Doors stand in ascending order of their ranks. */
  readonly rank: number;
}

/** The settings list has one heading for each section, in this order. */
export const settingsSections = ['hall', 'look', 'issues', 'outside'] as const;

/** A row of the settings list; `settings.page.<name>` and `settings.about.<name>` are its texts. */
export interface SettingsEntry {
  readonly section: (typeof settingsSections)[number];
  readonly icon: Component;
}

/** A line of the command bar. */
export interface CommandEntry {
  /** Keys that open the page, pressed one after the other: "g b". */
  readonly keys?: string;
  /** Something new is begun on the page, and this is what the command is called instead of the page's title. */
  readonly actKey?: string;
}

/** A key that works on one page; `command.<name>` is the text for a key whose name is not what stands on it ("ctrl"). */
export interface PageKey {
  readonly keys: readonly string[];
  readonly labelKey: string;
}

export interface PageMeta {
  /** The page's name in the browser's tab, the command bar and the list of keys. */
  readonly titleKey: string;
  /** Where a town has switched this module off, the page is not shown. */
  readonly module: Module | typeof NONE;
  /** Menus offer the page to people with one of these roles; absent: to everybody. The server judges for itself. */
  readonly roles?: readonly RoleKind[];
  /** The page has all the width beside the menu. */
  readonly wide?: boolean;
  /** The page has the whole screen, without menu and footer. */
  readonly bare?: boolean;
  /** Name of the page whose menu entry is marked while this one is open. */
  readonly within?: string;
  /** Lists what other pages show whole: whoever came from here is led back here. */
  readonly isList?: boolean;
  /** Names of the lists that this page passes into, and out of, by a view transition. */
  readonly transitionFrom?: readonly string[];
  readonly navigation?: NavigationEntry;
  readonly homeTile?: HomeTileEntry;
  readonly settings?: SettingsEntry;
  readonly command?: CommandEntry;
  readonly pageKeys?: readonly PageKey[];
}

export interface PageRoute extends RouteRecordSingleView {
  /** Below the address of a town; with a slash at its beginning, the address of a page that belongs to no town. */
  readonly path: string;
  readonly name: string;
  readonly meta: PageMeta & RouteMeta;
}

export type FeedType = NonNullable<FeedEntryPartsFragment['subject']>['__typename'];
export type InboxType = NonNullable<InboxItemPartsFragment['subject']>['__typename'];

/** The card of a thing in a feed. It takes `subject` and `at`; its slot `because` says why the thing is there. */
export interface FeedCard {
  readonly card: Component;
  /** Feeds leave the thing out where this module is switched off. */
  readonly module: Module | typeof NONE;
}

/** A part of the product that a town may switch off; `module.name.<name>` and `modules.on/off.<name>` are its texts. */
export interface ModuleEntry {
  readonly name: Module;
  readonly icon: Component;
}

/** What an entry of the audit trail is about. */
export interface AuditedSubject {
  /** Global id of the subject. */
  readonly objectId: string;
  readonly name?: string | null;
}

/** Where a subject of the audit trail is shown: the name of a page, and its parameters for the subject. */
export interface AuditedPage {
  readonly page: string;
  readonly params?: (subject: AuditedSubject) => Readonly<Record<string, string>>;
}

/** What a domain contributes to the web app. */
export interface WebDomain {
  /** Name of the folder. */
  readonly name: string;
  readonly module?: ModuleEntry;
  readonly routes?: readonly PageRoute[];
  readonly feedCards?: Partial<Readonly<Record<FeedType, FeedCard>>>;
  /**
   * Rows of the inbox by the type of what they are about. A row takes `item`, its `subject` and the `frame` of MessageRow,
   * which it shows with its own words.
   */
  readonly inboxItems?: Partial<Readonly<Record<InboxType, Component>>>;
  /** Pages of the subjects that the domain's entries in the audit trail are about. */
  readonly auditedPages?: Partial<Readonly<Record<AuditSubjectKind, AuditedPage>>>;
  /** How Apollo's cache keeps the domain's types and the fields that the domain adds to types of others. */
  readonly cacheKeys?: TypePolicies;
  /** What the domain shows on pages of earlier domains. */
  readonly fillings?: readonly SlotFilling[];
}

export function defineDomain(domain: WebDomain): WebDomain {
  return domain;
}
