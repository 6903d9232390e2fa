import assert from 'node:assert/strict';
import type { BrowserContext, Page } from '@playwright/test';
import { becomesTrue } from '../../faults/harness/waiting.ts';
import { patience } from './patience.ts';
import type { Stage } from './stage.ts';

/** First paint of a page on a slow phone; times in milliseconds since the navigation began. */
export interface Paint {
  readonly firstPaint: number;
  /** Time of the largest content, a text or a picture. */
  readonly largestPaint: number;
  /** Cumulative layout shift. */
  readonly shift: number;
  readonly longestTask: number;
  /** Names of the queries that the page sent. */
  readonly asked: readonly string[];
}

/** A slow phone: 1.6 Mbit/s down, 750 kbit/s up, 150 ms latency, a quarter of this machine's processor. */
const line = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const slowdown = 4;
const runs = 3;

/** Medians of three visits with an empty cache. `path`: page below the origin; `ready`: what the app itself draws. */
export async function measurePaint(stage: Stage, path: string, ready: string): Promise<Paint> {
  const all: Paint[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await paintOnce(stage, path, ready));
  const middle = (pick: (paint: Paint) => number): number =>
    all.map(pick).toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
  return {
    firstPaint: middle(({ firstPaint }) => firstPaint),
    largestPaint: middle(({ largestPaint }) => largestPaint),
    shift: middle(({ shift }) => shift),
    longestTask: middle(({ longestTask }) => longestTask),
    asked: all[0]?.asked ?? [],
  };
}

async function paintOnce(stage: Stage, path: string, ready: string): Promise<Paint> {
  const asked: string[] = [];
  const page = await stage.open('/livez', { prepare: observe });
  page.on('request', (request) => {
    if (!request.url().endsWith('/graphql')) return;
    asked.push(/"operationName":"(\w+)"/.exec(request.postData() ?? '')?.[1] ?? '');
  });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', line);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.goto(stage.town.origin + path);
  await page.locator(`#app ${ready}`).first().waitFor();
  const isGone = (): Promise<boolean> => page.evaluate<boolean>('document.getElementById("shell") === null');
  assert.ok(await becomesTrue(isGone, patience), 'the HTML of the server was replaced');
  await page.waitForTimeout(1000); // late shifts and tasks
  const seen = await read(page);
  await page.context().close();
  return { ...seen, asked };
}

/** The script of the page is text, because the types of browsers are not those of this project. */
async function observe(context: BrowserContext): Promise<void> {
  await context.addInitScript(`
    window.paint = { largestPaint: 0, shift: 0, longestTask: 0 };
    const follow = (type, take) =>
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
    follow('largest-contentful-paint', ({ startTime }) => (paint.largestPaint = startTime));
    follow('layout-shift', ({ value, hadRecentInput }) => (paint.shift += hadRecentInput ? 0 : value));
    follow('longtask', ({ duration }) => (paint.longestTask = Math.max(paint.longestTask, duration)));
  `);
}

function read(page: Page): Promise<Omit<Paint, 'asked'>> {
  return page.evaluate<Omit<Paint, 'asked'>>(`({
    ...paint,
    firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
  })`);
}
