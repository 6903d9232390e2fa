import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { cardOn, openBoard } from './harness/issues.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

const text = 'Die Rutsche auf dem Spielplatz hat einen Riss.';
const question = 'Ist der Riss oben oder unten?';
const reply = 'Unten, kurz vor dem Ende.';

test(
  'who calls the town hall is written down by keys alone, follows the report with number and code, and is asked back',
  { tag: '@desktop' },
  async ({ stage }) => {
    const clerk = await stage.staff('bauhof');
    const colleague = await openBoard(stage, await stage.staff('verwaltung'));
    const office = await stage.open(`${stage.town.path}/board/new`, { as: clerk, device: 'desktop' });
    const { reference, code } = await writeDown(office);
    await cardOn(colleague, reference, 'NEW').waitFor();

    await office.getByRole('link', { name: de.intake.open }).click();
    await office.getByText(text).waitFor();
    assert.ok(!(await office.content()).includes(code), 'the town hall is not shown the code again');

    const caller = await stage.open(`${stage.town.path}/issues/${reference}`, { device: 'phone' });
    await enterCode(caller, `${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`);
    await caller.getByText(de.claim.wrong).waitFor();
    await enterCode(caller, code);
    await caller.getByText(text).waitFor();
    await Promise.all([mark(office), mark(caller)]);

    await office.getByText(de.comment.tab.PRIVATE, { exact: true }).click();
    await office.getByLabel(de.comment.label.PRIVATE).fill(question);
    await office.getByRole('button', { name: de.comment.telling }).click();
    await caller.getByText(question).waitFor();
    await caller.getByRole('button', { name: de.comment.write }).click();
    await caller.getByLabel(de.comment.label.REPLY).fill(reply);
    await caller.getByRole('button', { name: de.comment.send }).click();
    await office.getByText(reply).waitFor();
    await Promise.all([assertNotReloaded(office), assertNotReloaded(caller)]);
    noteFigures({ 'wrong code refused': 1, 'asked back and answered': 1 });
  },
);

/** Fills in the form by keyboard only, as during a phone call. */
async function writeDown(page: Page): Promise<{ reference: string; code: string }> {
  await page.getByLabel(de.intake.category, { exact: true }).selectOption({ label: 'Spielplatz' });
  const words = page.getByLabel(de.intake.text, { exact: true });
  await words.press('Control+Enter');
  await page.getByRole('alert').filter({ hasText: de.intake.check }).waitFor();
  await words.fill(text);
  await page.getByLabel(de.intake.address, { exact: true }).fill('Spielplatz an der Schulstraße');
  await words.press('Control+Enter');
  await page.locator('h1:focus').filter({ hasText: de.intake.done }).waitFor();
  const [reference, code] = await Promise.all([
    page.locator('[data-taken] [data-reference]').innerText(),
    page.locator('[data-claim-code]').innerText(),
  ]);
  return { reference, code };
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel(de.claim.code).fill(code);
  await page.getByRole('button', { name: de.claim.open }).click();
}
