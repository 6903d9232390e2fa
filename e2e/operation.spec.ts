import assert from 'node:assert/strict';
import { join } from 'node:path';
import { becomesTrue } from '../faults/harness/waiting.ts';
import operation from '../web/operation/locales/de.json' with { type: 'json' };
import { noteFigures } from './harness/figures.ts';
import { patience } from './harness/patience.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

const { operation: texts } = operation;

test('who runs the installation sees how it does, live; nobody else does', { tag: '@phone' }, async ({ stage }) => {
  const page = await stage.open(`${stage.town.path}/me`, { as: await stage.staff('operator') });
  await page.getByRole('link', { name: de.title.operation, exact: true }).click();
  await page.getByRole('heading', { name: texts.queue.title }).waitFor();
  assert.equal(await page.locator('[data-tone]').count(), 6);
  await page.getByText(texts.mail.shown).waitFor();
  await page.locator('[data-live="live"]').waitFor();

  const complaints: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(stage.out, `operation-${colorScheme}.png`), fullPage: true });
    complaints.push(...(await findBarriers(page)).map((barrier) => `${colorScheme}: ${barrier}`));
  }
  if (await scrollsSideways(page)) complaints.push('the page scrolls sideways');

  const stranger = await stage.open('/operation', { as: await stage.staff('verwaltung') });
  await stranger.getByText(texts.forbidden).waitFor();
  assert.ok(await becomesTrue(async () => (await stranger.locator('[data-tone]').count()) === 0, patience));
  complaints.push(...(await findBarriers(stranger)));
  assert.deepEqual(complaints, []);
  noteFigures({ 'axe violations': complaints.length });
});
