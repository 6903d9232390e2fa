import type { FormattedExecutionResult } from 'graphql';

/** Query that the page of a path asks first, as schema/firstScreens.json has it. */
export interface FirstRead {
  readonly name: string;
  /** Hash of the registered document. */
  readonly id: string;
  /**
   * Variables; the value ":name" stands for the parameter `name` of the path, ":uses POLLS" for whether the town uses
   * the module POLLS.
   */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly ifSignedIn: boolean;
  /** Query that names the town of the object that `variables` name. */
  readonly townQuery?: { readonly name: string; readonly id: string };
}

/** Values that a place in the answers may have. */
export interface FirstCondition {
  readonly at: string;
  readonly in: readonly (string | boolean)[];
}

/** How entries of one type are drawn. */
export interface FirstRow {
  /** SVG. */
  readonly icon: string;
  /** Whether the newest entry of this type leads. */
  readonly leads: boolean;
  /** Whether adjacent entries of one day share a row. */
  readonly bundles: boolean;
  /** Whether the row unfolds instead of leading to a page. */
  readonly unfolds: boolean;
  /** Object inside the entry with a row of its own; the icon is SVG. */
  readonly below?: { readonly at: string; readonly icon: string };
}

/** A list in the answers; web/shared/firstScreen.ts explains the fields. */
export interface FirstList {
  readonly from: string;
  readonly subject?: string;
  readonly title: string | readonly string[];
  readonly only?: readonly FirstCondition[];
  readonly except?: { readonly from: string; readonly id: string; readonly most: number };
}

/** Several lists that a block shows as one; web/shared/firstScreen.ts explains the fields. */
export interface FirstMerged {
  readonly lists: readonly (FirstList & { readonly ends: readonly string[]; readonly actKey: string })[];
  readonly most: number;
}

/** Entries of a block; web/shared/firstScreen.ts explains the fields. */
export interface FirstEntries extends FirstList {
  readonly text?: string;
  readonly most?: number;
  readonly heading?: { readonly from: string; readonly unless: string };
  readonly rows?: Readonly<Record<string, FirstRow>>;
}

/** A part of web/shell.html with what it shows; web/shared/firstScreen.ts explains the fields. */
export interface FirstBlock {
  readonly part: string;
  readonly key?: string;
  readonly from?: string;
  readonly moment?: string;
  readonly entries?: FirstEntries;
  readonly merged?: FirstMerged;
  readonly only?: readonly FirstCondition[];
  readonly ifSignedOut?: boolean;
  readonly inColumn?: boolean;
}

/** A date that is written in words; web/shared/firstScreen.ts explains the fields. */
export interface FirstDate {
  readonly of: readonly string[];
  readonly isAllDay: string;
  readonly timeZone: string;
  readonly notices: readonly (FirstCondition & { readonly key: string })[];
}

/** Words of a page's object that a shared link shows; web/shared/firstScreen.ts explains the fields. */
export interface FirstPreview {
  readonly title: string;
  readonly text?: string;
  readonly date?: FirstDate;
  readonly photo?: string;
  readonly only?: readonly FirstCondition[];
}

export interface FirstPage {
  readonly name: string;
  /** Pattern in the syntax of vue-router. */
  readonly path: string;
  readonly titleKey: string;
  /** Path of the page's component below web/; null: part of the main script. */
  readonly component: string | null;
  readonly isBare: boolean;
  /** Part of web/shell.html around the blocks. */
  readonly frame: string;
  readonly reads: readonly FirstRead[];
  readonly blocks: readonly FirstBlock[];
  readonly preview?: FirstPreview;
  /** Programs that may open the page (PageMeta in web/shared/domain.ts); absent: none. */
  readonly openTo?: string;
}

export interface Tab {
  readonly name: string;
  readonly path: string;
  readonly labelKey: string;
  /** SVG. */
  readonly icon: string;
  readonly isRaised: boolean;
  readonly module: string;
  readonly roles?: readonly string[];
  /** Whether nobody has it on a phone. */
  readonly isWideOnly: boolean;
  /** Roles that do not have it on a phone. */
  readonly wideOnlyFor: readonly string[];
}

/** Link beside the heading of the feed. */
export interface HomeLink {
  readonly path: string;
  readonly labelKey: string;
  readonly module: string;
}

/** Content of schema/firstScreens.json, the only place where the server learns of the pages of the web app. */
export interface FirstScreenPlan {
  readonly pages: readonly FirstPage[];
  readonly tabs: readonly Tab[];
  readonly links: readonly HomeLink[];
  /** SVG by name and size, such as "Bell 24". */
  readonly icons: Readonly<Record<string, string>>;
  /** SVG of a typical town by its motif. */
  readonly pictures: Readonly<Record<string, string>>;
  /** Names of the languages by their codes. */
  readonly languages: Readonly<Record<string, string>>;
  /** Texts by language and key. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A query with the values of the path, and its answer. */
export interface FirstAnswer {
  readonly name: string;
  readonly id: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly answer: FormattedExecutionResult;
}

export interface OpenedPage {
  readonly page: FirstPage;
  readonly params: Readonly<Record<string, string>>;
}

/** Returns a function that finds the page of a path and the parameters in it. Static segments go before parameters. */
export function pageFinder(pages: readonly FirstPage[]): (path: string) => OpenedPage | undefined {
  const known = pages
    .map((page) => ({ page, pattern: patternOf(page.path) }))
    .toSorted((a, b) => countParameters(a.page) - countParameters(b.page));
  return (path) => {
    for (const { page, pattern } of known) {
      const found = pattern.exec(path);
      if (found) return { page, params: decoded(found.groups ?? {}) };
    }
    return undefined;
  };
}

function countParameters({ path }: FirstPage): number {
  return path.split('/:').length;
}

function patternOf(path: string): RegExp {
  const segments = path
    .split('/')
    .map((segment) => segment.replace(/^:(\w+)(?:\((.+)\))?$/, (_, name, own) => `(?<${name}>${own ?? '[^/]+'})`));
  return new RegExp(`^(?:${segments.join('/')})/?$`);
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

/** Executes a registered query for the visitor, as over HTTP. */
export type Execute = (read: Pick<FirstRead, 'name' | 'id' | 'variables'>) => Promise<FormattedExecutionResult>;

export interface FirstAnswers {
  /** Complete answers; a refused or failed query is left to the page, which asks again and says what is wrong. */
  readonly answers: readonly FirstAnswer[];
  /** Whether the path names a town that does not exist. */
  readonly isMissing: boolean;
}

/** Reads what the first screen of a page needs. Never rejects. */
export async function readFirstAnswers(
  { page, params }: OpenedPage,
  isSignedIn: boolean,
  execute: Execute,
): Promise<FirstAnswers> {
  const answerOf = (read: Parameters<Execute>[0]): Promise<FormattedExecutionResult | undefined> =>
    execute(read).catch(() => undefined);
  const reads = page.reads.filter(({ ifSignedIn }) => isSignedIn || !ifSignedIn);
  const ofTown = reads.find(({ name }) => name === 'Town');
  const town = ofTown && answerOf({ ...ofTown, variables: fillPath(ofTown.variables, params) });

  const all = await Promise.all(
    reads.map(async (read) => {
      const { name, id, townQuery } = read;
      const template = fillPath(read.variables, params);
      const variables = namesModules(template) ? fillModules(template, modulesOf(await town)) : template;
      const [answer, isOfTown] = await Promise.all([
        read === ofTown ? town : answerOf({ name, id, variables }),
        townQuery === undefined || isOf(params.ags, answerOf({ ...townQuery, variables })),
      ]);
      return { name, id, variables, answer, isOfTown };
    }),
  );
  const isMissing = codeOf(await town) === 'NOT_FOUND';
  const answers = all.flatMap(({ answer, isOfTown, ...read }) =>
    isOfTown && isComplete(answer) ? [{ ...read, answer }] : [],
  );
  return { answers: isMissing ? [] : answers, isMissing };
}

function modulesOf(town: FormattedExecutionResult | undefined): readonly unknown[] {
  const found = readPlace(town?.data, 'municipality.modules');
  return Array.isArray(found) ? found : [];
}

/** Whether the only field of the answer is an object of this town. */
async function isOf(ags: string | undefined, asked: Promise<FormattedExecutionResult | undefined>): Promise<boolean> {
  const answer = await asked;
  const [found] = Object.values(answer?.data ?? {});
  return ags !== undefined && readPlace(found, 'municipality.ags') === ags;
}

/** Value at a place such as "Town.municipality.name", moments as in JSON; undefined if there is none. */
export function readPlace(data: unknown, place: string): unknown {
  const found = place.split('.').reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), data);
  return found instanceof Date ? found.toISOString() : found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function codeOf(answer: FormattedExecutionResult | undefined): unknown {
  return answer?.errors?.[0]?.extensions?.code;
}

function isComplete(answer: FormattedExecutionResult | undefined): answer is FormattedExecutionResult {
  return answer?.data != null && answer.errors === undefined;
}

type Variables = Readonly<Record<string, unknown>>;

const forModule = ':uses ';

function isModule(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(forModule);
}

function namesModules(variables: Variables): boolean {
  return Object.values(variables).some(isModule);
}

function fillModules(variables: Variables, modules: readonly unknown[]): Variables {
  return mapValues(variables, (value) => (isModule(value) ? modules.includes(value.slice(forModule.length)) : value));
}

function fillPath(variables: Variables, params: Readonly<Record<string, string>>): Variables {
  return mapValues(variables, (value) => {
    const isOfPath = typeof value === 'string' && /^:\w+$/.test(value);
    return isOfPath ? params[value.slice(1)] : value;
  });
}

function mapValues(variables: Variables, change: (value: unknown) => unknown): Variables {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, change(value)]));
}

/** Script element with the answers, which the web app takes instead of asking. */
export function answersElement(answers: readonly FirstAnswer[]): string {
  if (answers.length === 0) return '';
  const sent = answers.map(({ id, variables, answer }) => ({ id, variables, answer }));
  return `<script type="application/json" id="first-answers">${scriptSafe(JSON.stringify(sent))}</script>`;
}

/**
 * JSON that cannot end its script element or begin a comment in it: `<` is written as an escape sequence of JSON. So are
 * the two line separators that scripts do not allow inside strings.
 */
export function scriptSafe(json: string): string {
  return json.replace(/[<\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
