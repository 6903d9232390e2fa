import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { askData, type Data } from '../../faults/harness/http.ts';
import { clientIp, type Person, signIn } from '../../faults/harness/people.ts';
import { atEnd } from '../../faults/harness/ending.ts';
import { type Guard, guardPages } from './guard.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';
import type { Issuer } from '../../server/testing/issuer.ts';
import type { County } from './county.ts';
import type { Town } from './town.ts';

export interface Look {
  /** Signed in as this person; otherwise signed out. */
  readonly as?: Person;
  readonly device?: 'phone' | 'desktop';
  readonly scheme?: 'light' | 'dark';
  readonly locale?: 'de-DE' | 'en-GB';
  /** With the worker that opens pages without a line; otherwise every page comes from the server. */
  readonly hasWorker?: boolean;
  /** What must be there before the first page opens. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

/** Everything a scenario plays with; every scenario gets a new one on the same town. */
export interface Stage {
  readonly isShort: boolean;
  readonly out: string;
  readonly town: Town;
  /** Where people of the town prove who they are. */
  issuer(): Issuer;
  /** Whose server may take reports of the town. */
  county(): County;
  readonly mailbox: Mailbox;
  readonly guard: Guard;
  /** A browser profile of its own with this page of the site in it. */
  open(path: string, look?: Look): Promise<Page>;
  /** Signed in by mailed code, once per address; staff of the seed by the first part of theirs. */
  person(name: string): Promise<Person>;
  people(count: number): Promise<readonly Person[]>;
  staff(key: string): Promise<Person>;
  /** What anybody could ask with curl. */
  ask(query: string, variables?: object, as?: Person): Promise<Data>;
  /** Pictures of all open pages into the folder, and how their texts begin, for whoever asks why it failed. */
  photograph(name: string): Promise<readonly string[]>;
  /** Another town in the same browser, with a guard of its own that the verdict does not ask. */
  elsewhere(town: Town): Stage;
  /** Closes the pages of this scenario. */
  end(): Promise<void>;
}

export interface Theatre {
  readonly isShort: boolean;
  readonly out: string;
  readonly town: Town;
  readonly issuer?: Issuer;
  readonly county?: County;
  readonly browser: Browser;
  readonly mailbox: Mailbox;
  readonly known: Map<string, Promise<Person>>;
  /** For each visitor an address that nobody had before. */
  nextIp(): string;
}

export const viewports = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
// Maps are drawn without a graphics card.
const drawing = ['--disable-gpu', '--enable-unsafe-swiftshader'];
const flags = ['--no-sandbox', ...drawing, '--disable-quic', '--no-first-run'];
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function openTheatre(town: Town, isShort: boolean, out: string): Promise<Theatre> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: [...flags, ...quiet] });
  atEnd(() => browser.close());
  let visitors = 0;
  return {
    isShort,
    out,
    town,
    browser,
    mailbox: openMailbox(town.origin),
    known: new Map(),
    nextIp: () => clientIp(++visitors),
  };
}

export function setStage(theatre: Theatre): Stage {
  const { town, issuer, county, mailbox, known, browser, nextIp, isShort, out } = theatre;
  const { guard, watch } = guardPages(town.origin);
  const contexts: BrowserContext[] = [];

  const byEmail = (email: string): Promise<Person> => {
    const person = known.get(email) ?? signIn(town.port, mailbox, email, nextIp());
    known.set(email, person);
    return person;
  };
  const person = (name: string): Promise<Person> => byEmail(`${name}@example.org`);
  return {
    issuer: () => {
      if (issuer === undefined) throw new Error('this town has no identity service');
      return issuer;
    },
    county: () => {
      if (county === undefined) throw new Error('this town has no neighbour with a server');
      return county;
    },
    ...{ isShort, out, town, mailbox, guard, person },
    people: (count) => Promise.all(Array.from({ length: count }, (_, i) => person(`resident${i}`))),
    staff: (key) => byEmail(`${key}.${town.ags}@demo.example`),
    ask: (query, variables, as) => askData(town.port, as ?? { ip: nextIp() }, query, variables),
    open: async (path, look = {}) => {
      const context = await browser.newContext(profileOf(look, nextIp()));
      contexts.push(context);
      context.setDefaultTimeout(15_000);
      await watch(context);
      await look.prepare?.(context);
      if (look.as) await context.addCookies([cookieOf(look.as, town.origin)]);
      const page = await context.newPage();
      await page.goto(new URL(path, town.origin).href);
      return page;
    },
    photograph: async (name) => {
      const texts: string[] = [];
      for (const [i, page] of contexts.flatMap((context) => context.pages()).entries()) {
        await page.screenshot({ path: join(out, `failed-${name}-${i}.png`) }).catch(() => undefined);
        const text = await page.innerText('body', { timeout: 2000 }).catch(String);
        texts.push(`${page.url()} ${text.replaceAll(/\s+/g, ' ').slice(0, 1000)}`);
      }
      return texts;
    },
    elsewhere: (other) => setStage({ ...theatre, town: other, mailbox: openMailbox(other.origin), known: new Map() }),
    end: async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    },
  };
}

function profileOf({ device = 'phone', scheme = 'light', locale = 'de-DE', hasWorker = false }: Look, ip: string) {
  return {
    viewport: viewports[device],
    hasTouch: device === 'phone',
    colorScheme: scheme,
    locale,
    timezoneId: 'Europe/Berlin',
    serviceWorkers: hasWorker ? ('allow' as const) : ('block' as const),
    extraHTTPHeaders: { 'x-forwarded-for': ip },
  };
}

/** "session=…; other=…" as the browser keeps it. */
function cookieOf({ cookie }: Person, url: string) {
  const value = /(?:^|; )session=([^;]+)/.exec(cookie)?.[1];
  if (value === undefined) throw new Error('no session in the cookie');
  return { name: 'session', value, url, httpOnly: true, sameSite: 'Lax' as const };
}
