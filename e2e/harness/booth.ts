import assert from 'node:assert/strict';
import type { Locator, Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { findBarriers } from '../screens/axe.ts';
import { assertFocusIsSeen, tabTo } from './keys.ts';
import { pollPath } from './pollPage.ts';
import { labels, type NewPoll } from './polls.ts';
import type { Stage } from './stage.ts';
import { de } from './texts.ts';

/** Marks a choice and casts the ballot, which then waits for its time. */
export async function fill(page: Page, label: string): Promise<void> {
  await page.getByRole('radio', { name: label, exact: true }).check();
  await page.getByRole('button', { name: de.booth.throwIn }).click();
}

/** Presses Tab until the element has the focus, then Enter; returns the number of keys. */
export async function pressByKeys(page: Page, target: Locator): Promise<number> {
  await target.waitFor();
  const presses = await tabTo(page, target);
  await assertFocusIsSeen(page);
  await page.keyboard.press('Enter');
  return presses + 1;
}

/** Votes from the poll to the receipt by keyboard alone, on the screen of a phone. */
export async function castByKeys(
  stage: Stage,
  poll: NewPoll,
  as: Person,
): Promise<{ readonly page: Page; readonly keys: number }> {
  const page = await stage.open(pollPath(stage.town.path, poll.id), { as, device: 'phone' });
  const press = (target: Locator): Promise<number> => pressByKeys(page, target);
  let keys = await press(page.getByRole('link', { name: de.booth.enter }));
  const [first, second] = [labels[0], labels[1]].map((name) => page.getByRole('radio', { name, exact: true }));
  assert.ok(first && second);
  await first.waitFor();
  keys += 1 + (await tabTo(page, first));
  await assertFocusIsSeen(page);
  await page.keyboard.press('ArrowDown');
  assert.ok(await second.isChecked());
  keys += await press(page.getByRole('button', { name: de.booth.throwIn }));
  keys += await press(page.getByRole('button', { name: de.booth.now }));
  await page.locator('[data-receipt]').waitFor();
  keys += await press(page.getByRole('link', { name: de.recount.title }));
  await page.getByText(de.recount.early).waitFor();
  return { page, keys };
}

/** Finds the voter's ballot and recounts on the voter's device, offline after the list has been loaded. */
export async function findAgain(stage: Stage, page: Page, poll: NewPoll, expected: readonly string[]): Promise<void> {
  const code = await page.locator('[data-receipt]').textContent();
  await page.goto(`${stage.town.origin}${pollPath(stage.town.path, poll.id)}/ballots`);
  await page.getByText(de.recount.inOrder).waitFor();
  stage.guard.allow(/ERR_INTERNET_DISCONNECTED/);
  await page.context().setOffline(true);
  assert.equal(await page.getByLabel(de.recount.own).inputValue(), code);
  await page.getByRole('button', { name: de.recount.check }).click();
  await page.getByText(de.recount.found).waitFor();
  await page.context().setOffline(false);
  assert.deepEqual(await findBarriers(page), [], 'the recount is without barrier');
  const counted = await page.locator('[data-recount] table td').allTextContents();
  assert.deepEqual(counted, expected);
}
