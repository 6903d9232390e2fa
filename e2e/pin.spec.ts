import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { category } from './harness/issues.ts';
import { assertFocusIsSeen, tabTo } from './harness/keys.ts';
import { idleMap } from './harness/map.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';

test(
  'the arrow keys move the pin of a report, it says where it is, and it never leaves the town',
  { tag: '@desktop' },
  async ({ stage }) => {
    const page = await openPlace(stage);
    const presses = await setByKeyboard(page);
    const metres = await moves(page);
    const refused = await staysInside(page);
    await comesBack(page);
    noteFigures({ 'keys to the pin': presses, 'ten presses': `${metres} m`, 'presses to the border': refused });
  },
);

/** Opens the step of a report that asks for its place. */
async function openPlace(stage: Stage): Promise<Page> {
  const page = await stage.open(`${stage.town.path}/report`, { device: 'desktop' });
  await page.getByText(category, { exact: true }).click();
  await page.getByRole('button', { name: de.report.next.what }).click();
  await page.locator('[data-pin-words]').scrollIntoViewIfNeeded();
  await says(page, de.pin.none);
  await idleMap(page);
  return page;
}

/** Waits for this message of the pin in a polite live region. */
async function says(page: Page, message: string): Promise<void> {
  await page
    .getByRole('status')
    .and(page.locator('[data-pin-words]'))
    .filter({ hasText: sayingOf(message) })
    .waitFor();
}

interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** The place in the form, once the map is idle. */
async function place(page: Page): Promise<Place> {
  await idleMap(page);
  const lat = page.locator('input[name="lat"]');
  const lon = page.locator('input[name="lon"]');
  return { lat: Number(await lat.inputValue()), lon: Number(await lon.inputValue()) };
}

async function setByKeyboard(page: Page): Promise<number> {
  const button = page.getByRole('button', { name: de.pin.set });
  const presses = await tabTo(page, button);
  await page.keyboard.press('Enter');
  const focus = page.locator('[data-pin]:focus');
  await focus.waitFor();
  assert.equal(await focus.getAttribute('aria-label'), de.pin.label);
  await assertFocusIsSeen(page);
  await says(page, de.pin.centre);
  await idleMap(page);
  return presses + 1;
}

/** Moves the pin ten steps east and checks the pin, its words and the place; returns the distance in metres. */
async function moves(page: Page): Promise<number> {
  const before = await place(page);
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
  await says(page, de.pin.at.replace('{direction}', de.pin.direction.E));
  const after = await place(page);
  assert.ok(after.lon > before.lon && Math.abs(after.lat - before.lat) < 1e-4, 'to the east, and only there');
  const metres = Math.round((after.lon - before.lon) * 111_320 * Math.cos((after.lat * Math.PI) / 180));
  await page.keyboard.press('Shift+ArrowLeft');
  const fine = after.lon - (await place(page)).lon;
  assert.ok(fine > 0 && fine < (after.lon - before.lon) / 20, `with the shift key in small steps, not ${fine}°`);
  return metres;
}

/** Moves the pin west to the border of the town, which it must not cross; returns the number of key presses. */
async function staysInside(page: Page): Promise<number> {
  const words = page.locator('[data-pin-words]').filter({ hasText: sayingOf(de.pin.stays) });
  let presses = 0;
  for (; presses < 400 && (await words.count()) === 0; presses++) await page.keyboard.press('ArrowLeft');
  assert.equal(await words.count(), 1, 'the border is said');
  const border = await place(page);
  await page.keyboard.press('ArrowLeft');
  assert.deepEqual(await place(page), border, 'and not crossed');
  return presses;
}

/** A location of the device outside the town puts the pin into the middle of the town, and the page says so. */
async function comesBack(page: Page): Promise<void> {
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation({ latitude: 52.52, longitude: 13.4 });
  await page.getByRole('button', { name: de.place.locate }).click();
  await says(page, de.pin.elsewhere);
  const { lat, lon } = await place(page);
  assert.ok(Math.abs(lat - 50.6) < 0.1 && Math.abs(lon - 7.2) < 0.1, 'in the middle of the town');
}
