import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import streetTexts from '../web/street/locales/de.json' with { type: 'json' };
import wasteTexts from '../web/waste/locales/de.json' with { type: 'json' };
import { noteFigures } from './harness/figures.ts';
import { test } from './harness/test.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

const { waste: texts, wasteOffice: office, home } = wasteTexts;
/** Most seconds from opening the home page to the next bin of a street. */
const mostSeconds = 15;

/** Photographs the page in light and dark if the variable names a folder. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env['WASTE_PICTURES'];
  if (folder === undefined) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function assertNoBarriers(page: Page): Promise<void> {
  assert.deepEqual(await findBarriers(page), []);
  assert.equal(await scrollsSideways(page), false);
}

test('a newcomer gets from the street to the next bin, and the home page shows it afterwards', async ({ stage }) => {
  const began = performance.now();
  const page = await stage.open(stage.town.path);
  await page.locator('[data-bins-choose]').click();
  await page.getByRole('combobox', { name: streetTexts.streets.pick, exact: true }).pressSequentially('vogts');
  await page.getByRole('option', { name: 'Vogtsgasse' }).click();
  const next = page.locator('[data-next-bin]');
  await next.getByText('Biotonne').waitFor();
  const seconds = (performance.now() - began) / 1000;
  await next.getByText('Altpapier').waitFor();
  await next.getByText(/^(Heute|Morgen), /).waitFor(); // today if midnight has passed since the seed
  await photograph(page, 'bins');
  await assertNoBarriers(page);
  await page.goto(`${stage.town.origin}${stage.town.path}`);
  await page.locator('[data-bins-today]').getByText('Altpapier, Biotonne').waitFor();
  await page
    .locator('[data-bins-today]')
    .getByText(new RegExp(`${home.binsToday}|${home.binsTomorrow}`))
    .waitFor();
  await photograph(page, 'home');
  await assertNoBarriers(page);
  assert.ok(seconds <= mostSeconds, `${seconds} s`);
  noteFigures({ 'home page to next bin': `${seconds.toFixed(1)} s`, 'axe violations': 0 });
});

test('the reminder is chosen without an account from the page of the bins', async ({ stage }) => {
  const page = await stage.open(`${stage.town.path}/waste`);
  await page.getByRole('combobox', { name: streetTexts.streets.pick, exact: true }).pressSequentially('vogts');
  await page.getByRole('option', { name: 'Vogtsgasse' }).click();
  await page.getByRole('link', { name: texts.remindMe }).click();
  const chips = page.getByRole('list', { name: streetTexts.streets.yours });
  await chips.getByText('Vogtsgasse').waitFor();
  await chips.getByText(streetTexts.streets.reminded).waitFor();
  await photograph(page, 'reminder');
  await assertNoBarriers(page);
});

test(
  'the town hall imports a calendar: words are assigned, faults named, and nothing changes before it is applied',
  { tag: '@desktop' },
  async ({ stage }) => {
    stage.guard.allow(/422.*file=wartung\.ics|file=wartung\.ics.*422/s); // the page that is no calendar
    const page = await stage.open(`${stage.town.path}/settings/waste`, { as: await stage.staff('verwaltung') });
    await page.locator('[data-waste-districts]').getByText('Altstadt').waitFor();
    await photograph(page, 'office');
    await assertNoBarriers(page);
    const district = `Bezirk ${randomUUID().slice(0, 6)}`;
    const rows = ['Datum;Bezirk;Abfallart', `04.01.2027;${district};Graue Tonne`, `30.02.2027;${district};Bio`];
    const buffer = Buffer.from(rows.join('\r\n'));
    await page.locator('input[type=file]').setInputFiles({ name: 'plan.csv', mimeType: 'text/csv', buffer });
    const preview = page.locator('[data-waste-preview]');
    await preview.getByRole('button', { name: office.addDistrict.replace('{name}', district) }).click();
    await preview.getByText('Ein neuer Termin').waitFor();
    await preview.locator('[data-waste-faults]').getByText(/Datum/).waitFor();
    await photograph(page, 'preview');
    await assertNoBarriers(page);
    await preview.getByRole('button', { name: office.applyWithout }).click();
    await page.getByText(office.applied).waitFor();
    const file = { name: 'wartung.ics', mimeType: 'text/calendar', buffer: Buffer.from('<!doctype html>') };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText(wasteTexts.errors.NOT_A_CALENDAR).waitFor();
    await assertNoBarriers(page);
  },
);
