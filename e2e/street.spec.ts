import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import streetTexts from '../web/street/locales/de.json' with { type: 'json' };
import { noteFigures } from './harness/figures.ts';
import { linkUnder } from './harness/mailbox.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

const texts = streetTexts.streets;
/** Most seconds from opening the page to following a street. */
const mostSeconds = 45;

/** Photographs the page in light and dark if the variable names a folder. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env['STREET_PICTURES'];
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

const boxOf = (page: Page) => page.getByRole('combobox', { name: texts.pick, exact: true });
const chipsOf = (page: Page) => page.getByRole('list', { name: texts.yours });

test('a street is followed by e-mail: typed, chosen, with a house number, and confirmed', async ({ stage }) => {
  const { town, mailbox } = stage;
  const email = `${randomUUID()}@example.org`;
  const began = performance.now();
  const page = await stage.open(`${town.path}/notify`);
  await boxOf(page).pressSequentially('linzer str');
  await page.getByRole('option', { name: 'Linzer Straße' }).waitFor();
  await photograph(page, 'notify-search');
  await assertNoBarriers(page);
  await page.getByRole('option', { name: 'Linzer Straße' }).click();
  await page.keyboard.type('12a'); // the field of the house number has the focus
  await page.keyboard.press('Enter');
  await chipsOf(page).getByText('Linzer Straße 12a').waitFor();
  const all = page.getByRole('checkbox', { name: texts.all });
  assert.equal(await all.isChecked(), false);
  await all.check();
  await page.getByRole('radio', { name: de.notify.byMail }).click();
  await page.keyboard.type(email);
  await photograph(page, 'notify-chosen');
  await assertNoBarriers(page);
  await page.getByRole('button', { name: de.notify.send }).click();
  await page.locator('[data-notify-done]').waitFor();
  const mail = await mailbox.nextMail(email);
  assert.match(mail, /Alle Störungen im Ort, Linzer Straße 12a/);
  await page.goto(linkUnder(mail, 'notify/confirm'));
  await page.locator('[data-notify-confirmed]').getByText('Linzer Straße 12a').waitFor();
  const seconds = (performance.now() - began) / 1000;
  await page.getByRole('link', { name: de.notify.choices }).click();
  await chipsOf(page).getByText('Linzer Straße 1…').waitFor();
  await page.getByText(streetTexts.preference.interest.DISRUPTIONS).first().waitFor();
  const everything = page.getByRole('switch', { name: texts.all });
  assert.equal(await everything.getAttribute('aria-checked'), 'true');
  await everything.click();
  await page.locator(`[role=switch][aria-checked=false]`).waitFor();
  await photograph(page, 'choices');
  await assertNoBarriers(page);
  assert.ok(seconds < mostSeconds, `${seconds} s`);
  noteFigures({ 'opened to following by e-mail': `${seconds.toFixed(1)} s`, 'axe violations': 0 });
});

test('a street is followed with an account by keyboard alone, removed, and taken back', async ({ stage }) => {
  const page = await stage.open(`${stage.town.path}/me/notifications`, { as: await stage.person('follower') });
  const began = performance.now();
  await page.getByText(texts.noneFollowed).waitFor();
  await boxOf(page).focus();
  await page.keyboard.type('pütz');
  await page.getByRole('option', { name: 'Pützgasse' }).waitFor();
  await page.keyboard.press('ArrowDown');
  assert.equal(
    await page.getByRole('listbox', { name: texts.options }).getByRole('option', { selected: true }).count(),
    1,
  );
  await page.keyboard.press('Enter');
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await page.getByText(streetTexts.errors.BAD_HOUSE_NUMBER).waitFor();
  await assertNoBarriers(page);
  await page.keyboard.press('Backspace');
  await page.keyboard.type('7');
  await page.keyboard.press('Enter');
  const chip = chipsOf(page).getByText('Pützgasse 7');
  await chip.waitFor();
  const seconds = (performance.now() - began) / 1000;
  await photograph(page, 'me-notifications');
  await assertNoBarriers(page);
  await page.getByRole('button', { name: texts.remove.replace('{name}', 'Pützgasse 7') }).click();
  await page.getByText(texts.noneFollowed).waitFor();
  await page.getByRole('button', { name: texts.undo }).click();
  await chip.waitFor();
  assert.ok(seconds < mostSeconds, `${seconds} s`);
  noteFigures({ 'opened to following with an account': `${seconds.toFixed(1)} s`, 'axe violations': 0 });
});

test('what is typed and not chosen is said, and nothing is sent', async ({ stage }) => {
  const page = await stage.open(`${stage.town.path}/notify`);
  await boxOf(page).fill('Gibtsnichtweg');
  await page.getByText(texts.unknown).waitFor();
  await page.getByRole('radio', { name: de.notify.byMail }).click();
  await page.keyboard.type(`${randomUUID()}@example.org`);
  await page.keyboard.press('Enter');
  await page.getByText(texts.pickFirst).waitFor();
  assert.equal(await page.locator('[data-notify-done]').count(), 0);
  await assertNoBarriers(page);
});

test(
  'the town hall imports streets: preview, faults by row, and the list with those without a line',
  { tag: '@desktop' },
  async ({ stage }) => {
    const as = await stage.staff('verwaltung');
    const page = await stage.open(`${stage.town.path}/settings/streets`, { as });
    const list = page.locator('[data-street-list]');
    await list.getByText('Am Graben').waitFor();
    await photograph(page, 'settings');
    await assertNoBarriers(page);
    const name = `Neuer Weg ${randomUUID().slice(0, 6)}`;
    const field = page.getByRole('textbox', { name: texts.paste });
    await field.fill(`${name};;\nA;;\nTalweg;;POINT (7 50)`);
    await page.getByRole('button', { name: texts.check }).click();
    await page.locator('[data-street-preview]').getByText(streetTexts.errors.BAD_LINE).waitFor();
    await photograph(page, 'settings-faults');
    await assertNoBarriers(page);
    await field.fill(`${name};;`);
    await page.getByRole('button', { name: texts.check }).click();
    await page.locator('[data-street-preview]').getByText(name).waitFor();
    await photograph(page, 'settings-preview');
    await page.getByRole('button', { name: texts.save }).click();
    await page.getByText(texts.saved).waitFor();
    await page.getByRole('searchbox', { name: texts.search }).fill(name.toUpperCase());
    await list.getByText(name).waitFor();
    await assertNoBarriers(page);
    await sendsNoNames(page);
  },
);

/** Checks that of a list of addressees neither names of people nor house numbers leave the browser. */
async function sendsNoNames(page: Page): Promise<void> {
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.postData() ?? ''));
  await page.getByText(texts.sources.ADDRESSES).click();
  await page
    .getByRole('textbox', { name: texts.paste })
    .fill('Name;Straße;PLZ;Ort\nErika Köhlerin;Vogtsgasse 3017;53572;Unkel');
  await page.getByRole('button', { name: texts.check }).click();
  await page.locator('[data-street-preview]').getByText(texts.nothingNew).waitFor();
  assert.ok(sent.some((body) => body.includes('Vogtsgasse')));
  assert.ok(!sent.some((body) => /Köhlerin|3017|53572/.test(body)));
}
