import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { askData, type Data } from '../../faults/harness/http.ts';
import { clientIp, type Person, signIn } from '../../faults/harness/people.ts';
import { atEnd } from '../../faults/harness/ending.ts';
import { chromiumFlags, findChromium } from './chromium.ts';
import { type Guard, guardPages } from './guard.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';
import type { Issuer } from '../../server/testing/issuer.ts';
import type { County } from './county.ts';
import type { Town } from './town.ts';
import { patience } from './patience.ts';

export type Device = 'phone' | 'desktop';

export interface Look {
  /** Person who is signed in; absent: nobody. */
  readonly as?: Person;
  /** Device of the page; by default that of the stage. */
  readonly device?: Device;
  readonly scheme?: 'light' | 'dark';
  readonly locale?: 'de-DE' | 'en-GB';
  /** Whether the service worker, which opens pages offline, is allowed; otherwise every page comes from the server. */
  readonly hasWorker?: boolean;
  /** Called with the browser profile before its first page opens. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

/** Everything that a scenario uses. Each scenario gets a new stage on the same town. */
export interface Stage {
  readonly isShort: boolean;
  readonly out: string;
  readonly town: Town;
  /** Identity service with which people prove who they are. */
  issuer(): Issuer;
  /** County whose server may receive reports of the town. */
  county(): County;
  readonly mailbox: Mailbox;
  readonly guard: Guard;
  /** Opens a page of the site in a new browser profile. */
  open(path: string, look?: Look): Promise<Page>;
  /**
   * Signs in with a mailed code, once per address; `staff` takes the first part of an address of the seed's staff, and signs
   * in again after five minutes, because some steps need a fresh sign-in and scenarios are long.
   */
  person(name: string): Promise<Person>;
  people(count: number): Promise<readonly Person[]>;
  staff(key: string): Promise<Person>;
  /** Sends a query over HTTP, signed in or not. */
  ask(query: string, variables?: object, as?: Person): Promise<Data>;
  /** Address and first words of each open page, for the message of a failed scenario. */
  describePages(): Promise<readonly string[]>;
  /** Stage of another town in the same browser. Its guard is separate and does not fail the scenario. */
  elsewhere(town: Town): Stage;
  /** Closes the pages of this scenario. */
  end(): Promise<void>;
}

/** State that scenarios share when they run one after another. */
export interface Lane {
  readonly isShort: boolean;
  readonly town: Town;
  readonly issuer?: Issuer;
  readonly county?: County;
  readonly browser: Browser;
  readonly mailbox: Mailbox;
  /** Signed-in people by address, and when they signed in, in milliseconds since 1970. */
  readonly known: Map<string, { readonly person: Promise<Person>; readonly at: number }>;
  /** An IP address that no visitor has had before. */
  nextIp(): string;
}

export const viewports = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** Opens a lane with its own browser, for programs that are not tests. */
export async function openLane(town: Town, isShort: boolean): Promise<Lane> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
  atEnd(() => browser.close());
  return createLane(browser, town, isShort);
}

export function createLane(browser: Browser, town: Town, isShort: boolean): Lane {
  let visitors = 0;
  return {
    isShort,
    town,
    browser,
    mailbox: openMailbox(town.origin),
    known: new Map(),
    nextIp: () => clientIp(++visitors),
  };
}

/** Age in minutes at which the sessions of staff are renewed; real warnings need one of at most 15 minutes. */
const freshMinutes = 5;

/** Creates the stage of a scenario. `out`: folder of its pictures. `device`: default device of its pages. */
export function setStage(lane: Lane, out: string, device: Device = 'phone'): Stage {
  const { town, issuer, county, mailbox, known, browser, nextIp, isShort } = lane;
  const { guard, watch } = guardPages(town.origin);
  const contexts: BrowserContext[] = [];

  const byEmail = (email: string, mostMinutes = Infinity): Promise<Person> => {
    const before = known.get(email);
    if (before !== undefined && Date.now() - before.at < mostMinutes * 60_000) return before.person;
    const person = signIn(town.port, mailbox, email, nextIp());
    known.set(email, { person, at: Date.now() });
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
    isShort,
    out,
    town,
    mailbox,
    guard,
    person,
    people: (count) => Promise.all(Array.from({ length: count }, (_, i) => person(`resident${i}`))),
    staff: (key) => byEmail(`${key}.${town.ags}@demo.example`, freshMinutes),
    ask: (query, variables, as) => askData(town.port, as ?? { ip: nextIp() }, query, variables),
    open: async (path, look = {}) => {
      const context = await browser.newContext(profileOf({ device, ...look }, nextIp()));
      contexts.push(context);
      context.setDefaultTimeout(patience);
      await watch(context);
      await look.prepare?.(context);
      if (look.as) await context.addCookies([cookieOf(look.as, town.origin)]);
      const page = await context.newPage();
      await page.goto(new URL(path, town.origin).href);
      return page;
    },
    describePages: () => Promise.all(contexts.flatMap((context) => context.pages()).map(describePage)),
    elsewhere: (other) =>
      setStage({ ...lane, town: other, mailbox: openMailbox(other.origin), known: new Map() }, out, device),
    end: async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    },
  };
}

async function describePage(page: Page): Promise<string> {
  const text = await page.innerText('body', { timeout: 2000 }).catch(String);
  return `${page.url()} ${text.replaceAll(/\s+/g, ' ').slice(0, 1000)}`;
}

function profileOf(
  { device, scheme = 'light', locale = 'de-DE', hasWorker = false }: Look & { readonly device: Device },
  ip: string,
) {
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

/** Converts "session=…; other=…" to the session cookie of the browser. */
function cookieOf({ cookie }: Person, url: string) {
  const value = /(?:^|; )session=([^;]+)/.exec(cookie)?.[1];
  if (value === undefined) throw new Error('no session in the cookie');
  return { name: 'session', value, url, httpOnly: true, sameSite: 'Lax' as const };
}
