import assert from 'node:assert/strict';
import type { BrowserContext, Page } from '@playwright/test';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { noteFigures } from './harness/figures.ts';
import { patience } from './harness/patience.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { scrollsSideways } from './screens/axe.ts';

const legibleFont = /atkinson[^/]*\.woff2$/;

test('light, text size, contrast and typeface are chosen without an account, kept, and there from the first frame', async ({
  stage,
}) => {
  const page = await stage.open(`${stage.town.path}/me`);
  await page.getByRole('heading', { name: de.display.title }).waitFor();
  const fonts = await fontsOf(page);
  assert.ok(fonts.bytes <= 30_000, `${fonts.bytes} bytes of typeface before anything was chosen`);
  assert.deepEqual(
    fonts.names.filter((name) => legibleFont.test(name)),
    [],
    'only who wants it loads it',
  );

  const other = await page.context().newPage();
  await other.goto(`${stage.town.origin}/display`);
  await chooseAll(page);
  const chosen = { kernTheme: 'dark', text: '130', contrast: 'high', font: 'legible' };
  assert.deepEqual(await looksOf(page), chosen);
  await becomesTrue(async () => (await looksOf(other)).contrast === 'high', patience);
  assert.deepEqual(await looksOf(other), chosen, 'the other window follows');
  await page.reload();
  await page.getByRole('heading', { name: de.display.title }).waitFor();
  assert.deepEqual(await looksOf(page), chosen, 'kept');
  await becomesTrue(async () => (await fontsOf(page)).names.some((name) => legibleFont.test(name)), patience);
  noteFigures({
    'typeface before choosing': `${(fonts.bytes / 1000).toFixed(1)} kB`,
    'frames before the choice': await framesBefore(stage),
    'the same without the rule (control)': await control(stage),
    'pages at 320 px and 130 %': await fitsNarrow(page, stage),
  });
});

async function chooseAll(page: Page): Promise<void> {
  await page.getByText(de.display.appearances.dark, { exact: true }).click();
  await page.getByText(de.display.textSizes[130], { exact: true }).click();
  await page.getByRole('switch', { name: de.display.contrast }).click();
  await page.getByRole('switch', { name: de.display.font }).click();
}

function looksOf(page: Page): Promise<Record<string, string>> {
  return page.evaluate(`(({ kernTheme, text, contrast, font }) => ({ kernTheme, text, contrast, font }))(
    document.documentElement.dataset,
  )`);
}

async function fontsOf(page: Page): Promise<{ names: string[]; bytes: number }> {
  return page.evaluate(`document.fonts.ready.then(() => {
    const fonts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.woff2'));
    return { names: fonts.map(({ name }) => name), bytes: fonts.reduce((sum, font) => sum + font.encodedBodySize, 0) };
  })`);
}

/** Counts the frames that are drawn before the page has applied its appearance. */
async function watchFrames(context: BrowserContext): Promise<void> {
  await context.addInitScript(`
    if (location.protocol === 'http:') localStorage.setItem('ortsfunk.display.appearance', 'dark');
    window.early = 0;
    requestAnimationFrame(function look() {
      if (document.documentElement.dataset.kernTheme === undefined) window.early++;
      requestAnimationFrame(look);
    });
  `);
}

/**
 * Opens a page whose visitor has chosen dark on a light device, over a slow network; returns the number of early
 * frames.
 */
async function drawSlowly(stage: Stage, prepare: (context: BrowserContext) => Promise<void>): Promise<number> {
  const page = await stage.open('/nowhere', { prepare });
  const network = await page.context().newCDPSession(page);
  await network.send('Network.setCacheDisabled', { cacheDisabled: true });
  const slow = { offline: false, latency: 100, downloadThroughput: 60_000, uploadThroughput: 60_000 };
  await network.send('Network.emulateNetworkConditions', slow);
  await page.reload();
  await page.getByRole('heading', { name: de.notFound.title }).waitFor();
  assert.equal((await looksOf(page)).kernTheme, 'dark');
  const early: number = await page.evaluate('window.early');
  await page.context().close();
  return early;
}

async function framesBefore(stage: Stage): Promise<number> {
  const early = await drawSlowly(stage, watchFrames);
  assert.equal(early, 0, 'no frame is drawn before the page knows how it should look');
  return early;
}

async function control(stage: Stage): Promise<number> {
  const early = await drawSlowly(stage, async (context) => {
    await watchFrames(context);
    await context.route('**/nowhere', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace(' data-kern-theme="dark"', '') });
    });
  });
  assert.ok(early > 0, 'the check sees frames drawn too early');
  return early;
}

/** Very large letters on the smallest phone: no page may scroll sideways. Returns the number of pages. */
async function fitsNarrow(page: Page, stage: Stage): Promise<number> {
  await page.setViewportSize({ width: 320, height: 640 });
  const { path, origin } = stage.town;
  const paths = [path, `${path}/me`, `${path}/report`, `${path}/groups`, `${path}/polls`, `${path}/sign-in`, '/?all=1'];
  for (const address of paths) {
    await page.goto(origin + address);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText(de.app.loading).first().waitFor({ state: 'detached' });
    assert.equal(await scrollsSideways(page), false, `${address} scrolls sideways`);
  }
  return paths.length;
}
