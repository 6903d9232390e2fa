import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from 'express';
import type { FormattedExecutionResult } from 'graphql';
import type { Actor } from './actor.ts';
import type { Caller } from './context.ts';
import {
  type FirstAnswer,
  type FirstRead,
  type FirstScreenPlan,
  type OpenedPage,
  pageFinder,
  readFirstAnswers,
} from './firstScreen.ts';
import { type Locale, locales, readLocale } from './locale.ts';

/** First screen of a request: its page, the answers for its visitor, and what the visitor has chosen. */
export interface FirstPage {
  readonly opened: OpenedPage | undefined;
  readonly answers: readonly FirstAnswer[];
  /** Whether the path names a town that does not exist. */
  readonly isMissing: boolean;
  readonly isSignedIn: boolean;
  readonly locale: Locale;
  /** Attributes of the root element for the visitor's display settings. */
  readonly display: Readonly<Record<string, string>>;
}

export interface FirstPages {
  readonly plan: FirstScreenPlan;
  /** Never rejects: a page whose data cannot be read is sent without data. */
  read(request: Request, response: ServerResponse): Promise<FirstPage>;
  /** The page at `path` as visitors without an account see it, on behalf of the sender of the request. */
  readPublic(request: Request, path: string): Promise<FirstPage>;
}

interface Visitor {
  readonly caller: Caller;
  readonly actor: Actor | undefined;
}

export interface FirstPageSources {
  /** The visitor by the cookies of the request; without an actor the request has invalid credentials. */
  visitor(request: IncomingMessage, response: ServerResponse): Promise<Visitor>;
  /** The sender of the request as a visitor without an account. */
  stranger(request: IncomingMessage): Visitor;
  execute(
    query: Pick<FirstRead, 'name' | 'id' | 'variables'>,
    actor: Actor,
    caller: Caller,
  ): Promise<FormattedExecutionResult>;
}

/** Reads the first screens of pages. */
export function firstPages(plan: FirstScreenPlan, { visitor, stranger, execute }: FirstPageSources): FirstPages {
  const find = pageFinder(plan.pages);
  return {
    plan,
    read: (request, response) => readFor(request, request.path, () => visitor(request, response)),
    readPublic: (request, path) => readFor(request, path, () => Promise.resolve(stranger(request))),
  };

  async function readFor(request: Request, path: string, visit: () => Promise<Visitor>): Promise<FirstPage> {
    const opened = find(path);
    const choices = { locale: localeOf(request), display: displayOf(request) };
    const nothing = { opened, answers: [], isMissing: false, isSignedIn: hasSession(request), ...choices };
    if (opened === undefined) return nothing;
    try {
      const { caller, actor } = await visit();
      if (actor === undefined) return nothing;
      const isSignedIn = actor.kind === 'person';
      const answers = await readFirstAnswers(opened, isSignedIn, (query) => execute(query, actor, caller));
      return { opened, isSignedIn, ...answers, ...choices };
    } catch {
      return nothing; // the database is away: the page asks again and says so
    }
  }
}

/** Whether the request may be of somebody who is signed in. */
function hasSession({ headers }: Request): boolean {
  return headers.cookie !== undefined || headers.authorization !== undefined;
}

/** The language that the visitor chose on this device, otherwise the first supported one of the browser. */
function localeOf(request: Request): Locale {
  const wishes = [cookieOf(request, 'locale') ?? '', ...request.acceptsLanguages()];
  const speech = new Set(locales.map((locale) => locale.slice(0, 2)));
  return readLocale(wishes.find((wish) => speech.has(wish.toLowerCase().slice(0, 2))));
}

/** Attributes by place in the cookie `display`, which web/display/display.ts writes: "dark.115.high.legible". */
const displayAttributes = [
  { name: 'data-kern-theme', values: ['light', 'dark'] },
  { name: 'data-text', values: ['115', '130'] },
  { name: 'data-contrast', values: ['high'] },
  { name: 'data-font', values: ['legible'] },
];

function displayOf(request: Request): Record<string, string> {
  const chosen = (cookieOf(request, 'display') ?? '').split('.');
  return Object.fromEntries(
    displayAttributes.flatMap(({ name, values }, place) => {
      const value = values.find((one) => one === chosen[place]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** A cookie that the web app's script writes, so it has no prefix for https. */
function cookieOf({ headers }: Request, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
