import type { Page } from '@playwright/test';
import { becomesTrue } from '../../faults/harness/waiting.ts';
import { askForCode, codeIn, typeCode } from '../harness/signInForm.ts';
import type { Look, Stage } from '../harness/stage.ts';
import { de, languages } from '../harness/texts.ts';
import { arm, markOf, payloads } from './payloads.ts';
import type { PlainPages } from './plain.ts';
import { castOf, lineOf, type Spread } from './spread.ts';
import { findShown, findStrange, touch, type Trap } from './trap.ts';
import { patience } from '../harness/patience.ts';

export interface Seen {
  pages: number;
  /** Marks of the payloads that were visible somewhere as text. */
  readonly shown: Set<string>;
  readonly strange: string[];
}

/** One page. `least`: minimum number of payloads on it, because a page that shows nothing proves nothing. */
interface Stop {
  readonly path: string;
  readonly least: number;
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Opens every page that shows texts of people, and judges each. */
export async function lookEverywhere(stage: Stage, trap: Trap, spread: Spread): Promise<Seen> {
  const { path } = stage.town;
  const { editor, admin, citizen } = await castOf(stage);
  const seen: Seen = { pages: 0, shown: new Set(), strange: [] };
  const walk = (look: Look, stops: readonly Stop[]) => walkThrough(stage, trap, seen, look, stops);
  const written = (id: string): Stop => ({ path: `${path}/posts/${id}`, least: 1 });
  const polls = spread.polls.map((id) => ({ path: `${path}/polls/${id}`, least: 45 }));

  await walk({ as: citizen, device: 'phone' }, [
    // First, because the list holds the newest messages only.
    ...(await mailStops(stage, citizen.email)),
    { path, least: 2 },
    { path: `${path}/groups`, least: spread.groups.length },
    ...spread.groups.map((id) => ({ path: `${path}/groups/${id}`, least: 1 })),
    ...spread.posts.map(written),
    ...polls,
    ...spread.references.map((reference) => ({ path: `${path}/issues/${reference}`, least: 10 })),
    { path: `${path}/posts/${spread.translated.post}`, least: 20, prepare: readEnglish },
    { path: `${path}/polls/${spread.translated.poll}`, least: 45, prepare: readEnglish },
    { path: `${path}/me`, least: 1 },
    ...['inbox', 'me/notifications', 'posts'].map((page) => ({ path: `${path}/${page}`, least: 0 })),
  ]);
  await walk({ device: 'phone' }, [{ path, least: 2 }, ...polls, ...addresses(path)]);
  await walk({ as: editor, device: 'desktop' }, [
    { path: `${path}/posts`, least: 10 },
    { path: `${path}/posts/${spread.posts[0]}/edit`, least: 20 },
    { path: `${path}/posts/${spread.draft}/edit`, least: payloads.length },
    { path: `${path}/posts/new`, least: payloads.length, prepare: (page) => writePost(page, trap.canary) },
    { path: `${path}/polls/new`, least: 3, prepare: (page) => writePoll(page, trap.canary) },
  ]);
  await walk({ as: admin, device: 'desktop' }, [
    { path: `${path}/groups/${spread.groups[0]}/manage`, least: 5 },
    { path: `${path}/board`, least: 10 },
    ...spread.references.map((reference) => ({ path: `${path}/board/${reference}`, least: 10 })),
    { path: `${path}/keys`, least: 0 },
  ]);
  await signInWithForgedWay(stage, trap);
  return seen;
}

async function walkThrough(stage: Stage, trap: Trap, seen: Seen, look: Look, stops: readonly Stop[]): Promise<void> {
  const page = await stage.open('/nowhere', { ...look, prepare: trap.set });
  for (const { path, least, prepare } of stops) {
    await page.goto(new URL(path, stage.town.origin).href);
    await prepare?.(page);
    let shown: readonly string[] = [];
    await becomesTrue(async () => (shown = await findShown(page)).length >= least, patience);
    await page.getByText(de.app.loading).first().waitFor({ state: 'detached' });
    if (shown.length < least) seen.strange.push(`${path} shows ${shown.length} payloads instead of ${least}`);
    for (const mark of shown) seen.shown.add(mark);
    for (const strange of await findStrange(page)) seen.strange.push(`${path}: ${strange}`);
    await touch(page);
    seen.pages++;
  }
}

/** Pages with payloads in their address. */
function addresses(path: string): Stop[] {
  const texts = [0, 4, 10, 57].map((n) => encodeURIComponent(arm(n, 'http://127.0.0.1')));
  const places = ['posts/', 'polls/', 'groups/', 'issues/', 'confirm/', ''].map((place) => `${path}/${place}`);
  return ['/sign-in/', '/unsubscribe/', ...places]
    .flatMap((place) => texts.map((text) => ({ path: place + text, least: 0 })))
    .concat([{ path: `/?all=1#${texts[1]}`, least: 0 }]);
}

/** The pages of /mailbox: its list and some mails. */
async function mailStops({ mailbox }: Stage, address: string): Promise<Stop[]> {
  await mailbox.waitFor(address, ({ subject }) => subject.includes(markOf(0)));
  const letters = (await mailbox.to(address)).filter(({ subject }) => subject.includes('Probe-'));
  const some = letters.slice(0, 5).map(({ number }) => ({ path: `/mailbox/${number}`, least: 1 }));
  return [{ path: '/mailbox', least: Math.min(5, letters.length) }, ...some];
}

/** Shows the HTML of all mails with payloads, as a mail program without protection would; returns their number. */
export async function readMails(stage: Stage, trap: Trap, plain: PlainPages): Promise<number> {
  const response = await fetch(`${stage.town.origin}/mailbox`, { headers: { accept: 'application/json' } });
  const mails = (await response.json()) as { subject: string; html?: string }[];
  const hostile = mails.filter(({ subject, html }) => html !== undefined && subject.includes('Probe-'));
  const unwatched = stage.elsewhere(stage.town);
  const page = await unwatched.open(plain.put('<p>x</p>'), { device: 'phone', prepare: trap.set });
  for (const { html = '' } of hostile) {
    await page.goto(plain.put(html));
    await touch(page);
  }
  await unwatched.end();
  return hostile.length;
}

async function readEnglish(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: languages.en, exact: true, pressed: false }).click();
}

async function writePost(page: Page, canary: string): Promise<void> {
  const body = payloads.map((_text, n) => `${arm(n, canary)}\n\n${markOf(n)}`).join('\n\n');
  await page.getByLabel(de.write.title, { exact: true }).fill(lineOf(4, canary, 200));
  await page.getByLabel(de.write.body, { exact: true }).fill(body.slice(0, 20_000));
  await page
    .locator('.written')
    .getByText(markOf(payloads.length - 1))
    .waitFor();
}

async function writePoll(page: Page, canary: string): Promise<void> {
  await page.getByLabel(de.compose.question, { exact: true }).fill(lineOf(4, canary, 200));
  await page.getByLabel(de.compose.description, { exact: true }).fill(lineOf(10, canary, 400));
  await page
    .getByLabel(/^Antwort/)
    .first()
    .fill(lineOf(3, canary, 200));
}

/** A forged `next` address of the sign-in page must lead to a page of the town, not to a script. */
async function signInWithForgedWay(stage: Stage, trap: Trap): Promise<void> {
  const forged = encodeURIComponent('javascript:fired(0)');
  const page = await stage.open(`${stage.town.path}/sign-in?next=${forged}`, { device: 'phone', prepare: trap.set });
  const address = `forged.${Date.now()}@example.org`;
  await askForCode(page, address);
  await typeCode(page, codeIn(await stage.mailbox.nextMail(address)));
  await page.waitForURL(new URL(stage.town.path, stage.town.origin).href);
}
