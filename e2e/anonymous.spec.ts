import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { category } from './harness/issues.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const text = 'Am Brunnen fehlt eine Bodenplatte.';
const email = 'brunnen@example.org';

test(
  'a report without an account loses nothing when the page is reloaded at every step, and is found again',
  { tag: '@phone' },
  async ({ stage }) => {
    const page = await stage.open(`${stage.town.path}/report`);
    const barriers = [...(await refuseWithoutCategory(page)), ...(await fillReloading(page))];
    await page.getByRole('button', { name: de.report.send }).click();
    const { reference, code } = await readSent(page);
    await page.reload();
    assert.deepEqual(await readSent(page), { reference, code }, 'number and code after a reload');
    barriers.push(...(await findBarriers(page)));

    await goTo(page, `${stage.town.path}/me`);
    const entry = page.locator('[data-device-reports] li', { hasText: reference });
    await entry.getByText(code).waitFor();
    barriers.push(...(await findBarriers(page)));
    await entry.getByRole('link', { name: new RegExp(reference) }).click();
    await page.locator('[data-timeline]').getByText(de.status.SUBMITTED).waitFor();

    const mail = await stage.mailbox.waitFor(email, ({ text: body }) => body.includes('/confirm/'));
    assert.ok(mail.text.includes(code), 'the mail names the code');
    await deleteFromDevice(page, stage.town.path, reference);
    barriers.push(...(await openByCode(page, stage.town.path, reference, code)));
    assert.deepEqual(barriers, [], 'barriers');
    noteFigures({ reloads: 4, 'axe violations': barriers.length });
  },
);

/** Without a category the message stands above the button, and the first category has the focus. */
async function refuseWithoutCategory(page: Page): Promise<string[]> {
  const next = page.getByRole('button', { name: de.report.next.what });
  await page.getByText(category, { exact: true }).waitFor();
  await next.click();
  const message = page.getByRole('alert').filter({ hasText: de.report.chooseWhat });
  await message.waitFor();
  await page.locator('[data-invalid] input:focus').waitFor();
  const [above, button] = await Promise.all([message.boundingBox(), next.boundingBox()]);
  assert.ok(above && button && above.y + above.height <= button.y, 'the message stands above the button');
  // At the end of the page the sticky bar covers no other control.
  await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
  return findBarriers(page);
}

/** Fills in the three steps and reloads the page in each of them. */
async function fillReloading(page: Page): Promise<string[]> {
  const chip = page.getByRole('radio', { name: category, exact: true });
  await page.getByText(category, { exact: true }).click();
  await page.reload();
  await chip.waitFor({ state: 'attached' });
  assert.ok(await chip.isChecked(), 'the category is kept');
  await page.getByRole('button', { name: de.report.next.what }).click();
  await page.getByLabel(de.place.address).fill('Am Brunnen');
  await page.reload();
  assert.equal(await page.getByLabel(de.place.address).inputValue(), 'Am Brunnen');
  await page.getByRole('button', { name: de.report.next.where }).click();
  await page.getByLabel(de.report.text, { exact: true }).fill(text);
  await page.getByLabel(de.report.email).fill(email);
  await page.reload();
  assert.equal(await page.getByLabel(de.report.text, { exact: true }).inputValue(), text);
  assert.equal(await page.getByLabel(de.report.email).inputValue(), email);
  await page.getByRole('button', { name: de.report.discard }).click();
  assert.equal(await chip.isChecked(), false, 'the draft is empty');
  await page.getByRole('button', { name: de.board.undo }).click();
  await page.getByRole('button', { name: de.report.next.what }).click();
  await page.getByRole('button', { name: de.report.next.where }).click();
  assert.equal(await page.getByLabel(de.report.text, { exact: true }).inputValue(), text, 'discarded and brought back');
  assert.equal(await page.getByLabel(de.report.email).inputValue(), email);
  return findBarriers(page);
}

async function readSent(page: Page): Promise<{ reference: string; code: string }> {
  await page.getByRole('heading', { level: 1, name: de.done.title }).waitFor();
  await page.getByText(de.done.mail.text.replace('{email}', email)).waitFor();
  const [reference, code] = await Promise.all([
    page.locator('[data-reference]').innerText(),
    page.locator('[data-claim-code]').innerText(),
  ]);
  return { reference, code };
}

async function deleteFromDevice(page: Page, path: string, reference: string): Promise<void> {
  await goTo(page, `${path}/me`);
  const entry = page.locator('[data-device-reports] li', { hasText: reference });
  await entry.getByRole('button', { name: de.device.remove }).click();
  await entry.getByRole('button', { name: de.device.remove, exact: true }).click();
  await entry.waitFor({ state: 'detached' });
}

/** The way by number and code begins in the profile, on the map and on the page for reports. */
async function openByCode(page: Page, path: string, reference: string, code: string): Promise<string[]> {
  for (const from of ['map', 'report', 'me']) {
    await goTo(page, `${path}/${from}`);
    await page.getByRole('link', { name: de.title.findIssue }).waitFor();
  }
  await page.getByRole('link', { name: de.title.findIssue }).click();
  await page.getByRole('button', { name: de.claim.open }).click();
  await page.getByText(de.findIssue.wrongNumber).waitFor();
  const barriers = await findBarriers(page);
  await page.getByLabel(de.findIssue.number).fill(reference.toLowerCase().replace('-', ' '));
  await page.getByLabel(de.claim.code).fill(code);
  await page.getByRole('button', { name: de.claim.open }).click();
  await page.locator('[data-timeline]').getByText(de.status.SUBMITTED).waitFor();
  return barriers;
}

async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
}
