import assert from 'node:assert/strict';
import type { BrowserContext, Page } from '@playwright/test';
import alert from '../web/alert/locales/de.json' with { type: 'json' };
import { endAllIncidents, sendDrill, sendWarning } from './harness/alerts.ts';
import { noteFigures } from './harness/figures.ts';
import { patience } from './harness/patience.ts';
import { test } from './harness/test.ts';
import { findBarriers } from './screens/axe.ts';

const { alert: words } = alert;

/** Counts the tones and vibrations of the pages of a browser profile. */
async function countNoises(context: BrowserContext): Promise<void> {
  await context.addInitScript(`globalThis.noises = { tones: 0, vibrations: 0 };
    const Original = globalThis.AudioContext;
    globalThis.AudioContext = class extends Original {
      constructor(...args) { super(...args); globalThis.noises.tones += 1; }
    };
    Object.defineProperty(Navigator.prototype, 'vibrate', { configurable: true, value: () => {
      globalThis.noises.vibrations += 1;
      return true;
    } });`);
}

const noisesOf = (page: Page) => page.evaluate<{ tones: number; vibrations: number }>('globalThis.noises');
const takeover = '[data-takeover]';

/** Touches the page, because browsers allow a tone only then, and waits until the takeover is loaded ahead. */
async function touch(page: Page): Promise<void> {
  await page.locator('h1').first().click();
  await page.waitForTimeout(4000);
}

async function assertCovered(page: Page, name: string): Promise<void> {
  await page.locator(takeover).waitFor({ timeout: patience });
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'H2', 'the focus is in the warning');
  const folder = process.env['ALERT_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  assert.deepEqual(await findBarriers(page), [], name);
}

test('only a real warning of level 4 sounds and vibrates; Escape shrinks it to the bar', async ({ stage }) => {
  try {
    const reader = await stage.open(`${stage.town.path}/groups`, { prepare: countNoises });
    await touch(reader);

    await sendWarning(stage, 'SEVERE');
    await assertCovered(reader, 'takeover-level-3');
    assert.deepEqual(await noisesOf(reader), { tones: 0, vibrations: 0 }, 'level 3 is silent');
    await reader.keyboard.press('Escape');
    await reader.locator(takeover).waitFor({ state: 'detached' });
    await reader.locator('[data-alert-bar]').waitFor();
    await endAllIncidents(stage);

    await sendWarning(stage, 'EXTREME');
    await assertCovered(reader, 'takeover-level-4');
    assert.deepEqual(await noisesOf(reader), { tones: 1, vibrations: 1 }, 'level 4 sounds once');
    await reader.getByRole('button', { name: words.soundOff }).click();
    await reader.keyboard.press('Escape');
    await reader.locator(takeover).waitFor({ state: 'detached' });
    await endAllIncidents(stage);
    assert.deepEqual(await noisesOf(reader), { tones: 1, vibrations: 1 }, 'the all-clear is silent');

    await reader.reload(); // without the bars of what is over; the counts begin again
    await touch(reader);
    await sendDrill(stage);
    const bar = reader.locator('[data-alert-bar]');
    await bar.getByText(words.drill, { exact: true }).waitFor();
    await bar.getByRole('button').first().click();
    await assertCovered(reader, 'takeover-drill');
    assert.deepEqual(await noisesOf(reader), { tones: 0, vibrations: 0 }, 'a drill is silent');
    await reader.locator('[data-hear-tone]').click();
    assert.deepEqual(await noisesOf(reader), { tones: 1, vibrations: 1 }, 'unless the reader asks for the tone');
    noteFigures({ 'tones at level 3': 0, 'at level 4': 1, 'of a drill': 0, 'axe violations': 0 });
  } finally {
    await endAllIncidents(stage);
  }
});
