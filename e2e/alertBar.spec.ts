import assert from 'node:assert/strict';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { endAllIncidents, sendWarning } from './harness/alerts.ts';
import { noteFigures } from './harness/figures.ts';
import { patience } from './harness/patience.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { findBarriers } from './screens/axe.ts';

const routes =
  'groups groups/new map report find-report events events/new polls polls/new ideas ideas/new posts posts/new me inbox notify waste warnings settings/look settings/law';
/** Routes of the control: a report, whose button is fixed above the menu of phones, and an editor with a bar at its foot. */
const withFooters = ['report', 'posts/new'];
/** Rules of the bar as they were when it covered buttons: no page keeps clear, and its empty sides take the pointer. */
const covering = ':root { --alert-bar: 0px !important; } .alert-bar { pointer-events: auto !important; }';

/** Adds up the layout shift of the pages of a browser profile. */
async function observeShift(context: BrowserContext): Promise<void> {
  await context.addInitScript(`window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value, hadRecentInput }) =>
      (window.shift += hadRecentInput ? 0 : value))).observe({ type: 'layout-shift', buffered: true });`);
}

/** Opens a page on which the bar stands, because the takeover was closed. */
async function openBelowWarning(stage: Stage): Promise<Page> {
  const as = await stage.staff('verwaltung');
  const page = await stage.open(`${stage.town.path}/groups`, { as, prepare: observeShift });
  await sendWarning(stage, 'SEVERE');
  const takeover = page.locator('[data-takeover]');
  await takeover.waitFor({ timeout: patience });
  await page.keyboard.press('Escape');
  await takeover.waitFor({ state: 'detached' });
  await page.locator('[data-alert-bar]').waitFor();
  return page;
}

/** Primary buttons that a pointer does not reach although it scrolls, at the top, in the middle or at the end of the page. */
async function coveredButtons(page: Page): Promise<{ readonly tried: number; readonly covered: string[] }> {
  const buttons = page.locator('main .bg-action.text-on-action:not([inert] *):visible:enabled');
  const covered: string[] = [];
  let tried = 0;
  for (const part of [0, 0.5, 1]) {
    await page.evaluate(`for (const box of [document.scrollingElement, document.getElementById('main')])
      box.scrollTo({ top: ${part} * box.scrollHeight, behavior: 'instant' })`);
    for (const button of await buttons.all()) {
      tried++;
      if (!(await isReached(button))) covered.push(`${part}: ${(await button.textContent())?.trim()}`);
    }
  }
  return { tried, covered };
}

/** A button in a footer that stays in view must be reached where it is, others after scrolling. */
async function isReached(button: Locator): Promise<boolean> {
  const where = await button.evaluate((element) => {
    const { ownerDocument: page } = element;
    const window = page.defaultView;
    const { x, y, width, height } = element.getBoundingClientRect();
    let part: typeof element | null = element;
    while (part && !['sticky', 'fixed'].includes(window?.getComputedStyle(part).position ?? ''))
      part = part.parentElement;
    if (!part || y + height > (window?.innerHeight ?? 0)) return 'moving';
    return element.contains(page.elementFromPoint(x + width / 2, y + height / 2)) ? 'staying' : 'covered';
  });
  if (where !== 'moving') return where === 'staying';
  return button.click({ trial: true, timeout: 3000 }).then(
    () => true,
    () => false,
  );
}

test(
  'the bar of a warning covers no button, and moves nothing',
  { tag: ['@phone', '@desktop'] },
  async ({ stage, device }) => {
    try {
      const page = await openBelowWarning(stage);
      const shift = await page.evaluate<number>('window.shift');
      assert.ok(shift <= 0.05, `layout shift ${shift}`);
      assert.deepEqual(await findBarriers(page), []);
      let tried = 0;
      for (const route of routes.split(' ')) {
        await open(page, stage, route);
        const found = await coveredButtons(page);
        assert.deepEqual(found.covered, [], route);
        tried += found.tried;
      }
      const [first = ''] = device === 'phone' ? withFooters : withFooters.slice(1);
      await open(page, stage, first);
      await page.evaluate(`const sheet = new CSSStyleSheet();
        sheet.replaceSync('${covering}');
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];`);
      assert.notDeepEqual((await coveredButtons(page)).covered, [], 'control: the bar covers the button');
      noteFigures({ routes: routes.split(' ').length, 'buttons tried': tried, covered: 0, 'axe violations': 0 });
    } finally {
      await endAllIncidents(stage);
    }
  },
);

async function open(page: Page, stage: Stage, route: string): Promise<void> {
  await page.goto(`${stage.town.origin}${stage.town.path}/${route}`);
  await page.locator('[data-alert-bar]').waitFor();
  await page.locator('main h1').first().waitFor();
}
