import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { isLive } from '../../e2e/harness/feedPage.ts';
import { idleMap } from '../../e2e/harness/map.ts';
import { openLane, setStage, type Look, type Stage } from '../../e2e/harness/stage.ts';
import { median } from '../../e2e/harness/median.ts';
import { startTown } from '../../e2e/harness/town.ts';
import { say } from '../../faults/harness/report.ts';
import type { Options } from '../job.ts';
import { type Load, categories, readTrace } from './trace.ts';

interface Visit {
  readonly name: string;
  readonly path: string;
  readonly look?: Look;
  /** Resolves when the content that the visitor wants is shown. */
  arrive(page: Page): Promise<unknown>;
}

/** Factor by which the processor is slowed down to that of a phone. */
const slowdown = 4;
const goals = { lcp: 2500, cls: 0.05 };

/**
 * First visits with an empty cache on a slowed-down processor: largest paint, layout shift and long tasks of each
 * page.
 */
export async function web({ isSmoke }: Options): Promise<void> {
  const town = await startTown();
  const lane = await openLane(town, true);
  const stage = setStage(lane, mkdtempSync(join(tmpdir(), 'ortsfunk-bench-')));
  const rounds = isSmoke ? 1 : 7;
  say(`Chromium ${lane.browser.version()}, processor ${slowdown} times slower, ${rounds} first visits each`);
  console.log(`\n${'page'.padEnd(14)} LCP median   max        CLS max   long tasks   longest`);
  for (const visit of await listVisits(stage)) {
    const loads: Load[] = [];
    for (let round = 0; round < rounds; round++) loads.push(await load(stage, visit));
    print(visit.name, loads);
  }
  console.log(`\ngoals: LCP at most ${goals.lcp} ms, CLS at most ${goals.cls}`);
}

async function listVisits({ town: { path }, staff }: Stage): Promise<readonly Visit[]> {
  const shows = (text: string) => (page: Page) => page.getByText(text).first().waitFor();
  const clerk = await staff('bauhof');
  return [
    { name: 'town choice', path: '/?all=1', arrive: shows('Unkel') },
    { name: 'home', path, arrive: isLive },
    { name: 'polls', path: `${path}/polls`, arrive: (page) => page.getByRole('table').first().waitFor() },
    { name: 'map', path: `${path}/map`, arrive: idleMap },
    { name: 'report', path: `${path}/report`, arrive: (page) => page.getByRole('heading', { level: 1 }).waitFor() },
    {
      name: 'board',
      path: `${path}/board`,
      look: { as: clerk, device: 'desktop' },
      arrive: (page) => page.getByRole('article').first().waitFor(),
    },
  ];
}

/**
 * Script in the page that waits for the report of the paint, one frame later: a trace that ends before holds no paint.
 */
const untilPainted = `new Promise((done) => {
  new PerformanceObserver(() => requestAnimationFrame(() => done())).observe({
    type: 'largest-contentful-paint',
    buffered: true,
  });
})`;

async function load(stage: Stage, visit: Visit): Promise<Load> {
  const page = await stage.open('/livez', visit.look);
  const line = await page.context().newCDPSession(page);
  await line.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  const url = stage.town.origin + visit.path;
  await browser.startTracing(page, { categories });
  await page.goto(url);
  await visit.arrive(page);
  // Layout shifts shortly after the arrival count, because they move content under a reader's finger.
  await page.waitForLoadState('networkidle');
  await page.evaluate(untilPainted);
  const trace = await browser.stopTracing();
  await page.context().close();
  return readTrace(trace.toString(), url);
}

function print(name: string, loads: readonly Load[]): void {
  const lcps = loads.map(({ lcp }) => lcp);
  const cls = Math.max(...loads.map((load) => load.cls));
  const tasks = loads.map(({ longTasks }) => longTasks.length);
  const longest = Math.max(0, ...loads.flatMap(({ longTasks }) => longTasks));
  const isGood = median(lcps) <= goals.lcp && cls <= goals.cls;
  const columns = [
    `${median(lcps)} ms`.padEnd(12),
    `${Math.round(Math.max(...lcps))} ms`.padEnd(10),
    cls.toFixed(3).padEnd(9),
    String(median(tasks)).padEnd(12),
    `${Math.round(longest)} ms`.padEnd(9),
  ];
  console.log(`${name.padEnd(14)} ${columns.join(' ')}${isGood ? '' : '  MISSES the goal'}`);
}
