import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { readZip } from '../server/testing/zip.ts';
import { noteFigures } from './harness/figures.ts';
import { category } from './harness/issues.ts';
import { findTraces } from './harness/kept.ts';
import { linkUnder } from './harness/mailbox.ts';
import { openGroup } from './harness/posts.ts';
import { askForCode, codeIn, signInByCode, typeCode } from './harness/signInForm.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

/** Most seconds from the first page to the file, and to the erased account. */
const bound = 60;

/** Photographs the page if the variable names a folder, and looks for barriers. */
async function judge(page: Page, name: string): Promise<void> {
  const folder = process.env['MYDATA_PICTURES'];
  if (folder !== undefined) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true });
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }
  assert.deepEqual(await findBarriers(page), [], name);
  assert.ok(!(await scrollsSideways(page)), `${name} scrolls sideways`);
}

/** Presses the button that downloads, and returns the files of the ZIP. */
async function saveExport(page: Page, button: string): Promise<ReadonlyMap<string, Buffer>> {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readZip(await readFile(await (await saved).path()));
}

async function confirm(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('group', { name }).getByRole('button', { name }).click();
}

function secondsSince(began: number): number {
  const seconds = (performance.now() - began) / 1000;
  assert.ok(seconds <= bound, `${seconds} s`);
  return seconds;
}

const shown = (seconds: number): string => `${seconds.toFixed(1)} s`;

test('a citizen takes the data along and has the account erased, each within a minute from the profile', async ({
  stage,
}) => {
  const email = `${randomUUID()}@example.org`;
  const page = await stage.open(`${stage.town.path}/sign-in?next=${encodeURIComponent(`${stage.town.path}/me`)}`);
  await signInByCode(page, stage, email);
  await page.getByRole('link', { name: de.title.myData }).waitFor();
  await judge(page, 'profile');
  const passkey = await stage.open(`${stage.town.path}/me/passkey`, { as: await stage.person('passkey-reader') });
  await passkey.getByRole('heading', { level: 1 }).waitFor();
  await judge(passkey, 'passkey');

  const began = performance.now();
  await page.getByRole('link', { name: de.title.myData }).click();
  const files = await saveExport(page, de.exporting.action);
  const exported = secondsSince(began);
  assert.ok(files.get('data.json')?.toString().includes(email));
  await page.getByText(de.exporting.started).waitFor();
  await judge(page, 'my-data');
  await readExportPage(stage, files.get('index.html')?.toString() ?? '');

  const words = await leaveTraces(page, stage);
  const erasing = performance.now();
  await page.goto(`${stage.town.origin}${stage.town.path}/me`);
  await page.getByRole('link', { name: de.title.myData }).click();
  await confirm(page, de.myData.action);
  await page.locator('[data-account-erased]').waitFor();
  const erased = secondsSince(erasing);
  await judge(page, 'my-data-erased');
  for (const text of [email, words])
    assert.deepEqual(await findTraces(page, text), [], `${text} is left on the device`);
  await stage.mailbox.waitFor(email, ({ text }) => text.includes('keep-account'));
  noteFigures({ 'profile to export': shown(exported), 'profile to erased': shown(erased) });
});

/** Begins a report, which the device keeps as a draft; returns its words when the search finds them. */
async function leaveTraces(page: Page, { town }: Stage): Promise<string> {
  const words = `Am Steg ${randomUUID()}`;
  await page.goto(`${town.origin}${town.path}/report`);
  await page.getByText(category, { exact: true }).click();
  await page.getByRole('button', { name: de.report.next.what }).click();
  await page.getByLabel(de.place.address).fill(words);
  assert.ok(
    await becomesTrue(async () => (await findTraces(page, words)).length > 0, 10_000),
    'the search finds the draft',
  );
  return words;
}

/** The page in the ZIP opens without a server and has no barriers. */
async function readExportPage(stage: Stage, html: string): Promise<void> {
  const file = test.info().outputPath('index.html');
  await writeFile(file, html);
  const page = await stage.open('/nowhere');
  await page.goto(pathToFileURL(file).href);
  await page.getByRole('heading', { level: 1, name: de.title.myData }).waitFor();
  await judge(page, 'export-page');
}

test('an address without an account is exported and erased by the link of a mail', async ({ stage }) => {
  const { town, mailbox } = stage;
  const email = `${randomUUID()}@example.org`;
  const group = await openGroup(stage);
  const page = await stage.open(`${town.path}/notify`);
  await page.getByRole('checkbox', { name: group.name }).click();
  await page.getByRole('radio', { name: de.notify.byMail }).click();
  await page.keyboard.type(email);
  await page.getByRole('button', { name: de.notify.send }).click();
  await page.locator('[data-notify-done]').waitFor();
  await page.goto(linkUnder(await mailbox.nextMail(email), 'notify/confirm'));
  await page.locator('[data-notify-confirmed]').waitFor();
  await page.getByRole('link', { name: de.notify.choices }).click();

  const began = performance.now();
  await page
    .getByRole('button', { name: /@example\.org/ })
    .and(page.getByText('senden'))
    .click();
  const link = linkUnder(
    (await mailbox.waitFor(email, ({ text }) => text.includes('address-data'))).text,
    'address-data',
  );
  await judge(page, 'choices');
  await page.goto(link);
  const files = await saveExport(page, de.exporting.action);
  const exported = secondsSince(began);
  assert.ok(files.get('data.json')?.toString().includes(email));
  await judge(page, 'address-data');
  const erasing = performance.now();
  await confirm(page, de.addressData.erase);
  await page.locator('[data-address-erased]').waitFor();
  const erased = secondsSince(erasing);
  await judge(page, 'address-erased');
  await page.goto(link);
  await page.reload();
  await page.getByText(de.addressData.unknown, { exact: true }).waitFor();
  await judge(page, 'address-unknown');
  noteFigures({ 'choices to export by mail': shown(exported), 'page to erased': shown(erased) });
});

test(
  'the town hall hands out data and has an account erased at the counter',
  { tag: '@desktop' },
  async ({ stage }) => {
    const { mailbox } = stage;
    const name = `counter-${randomUUID().slice(0, 8)}`;
    const email = `${name}@example.org`;
    await stage.person(name);
    const page = await openCounter(stage);
    const began = performance.now();
    await page.getByLabel(de.counterData.email).fill(email);
    await page.getByRole('button', { name: de.counterData.export }).click();
    await page.getByText(de.counterData.missing).waitFor();
    await judge(page, 'counter-missing');
    await page.getByRole('combobox', { name: de.counterData.seen }).selectOption('PASSPORT');
    const files = await saveExport(page, de.counterData.export);
    const exported = secondsSince(began);
    assert.ok(files.get('data.json')?.toString().includes(email));
    await page.getByText(de.counterData.exported).waitFor();
    await judge(page, 'counter');
    await mailbox.waitFor(email, ({ subject }) => subject.includes('Ihre Daten'));

    const erasing = performance.now();
    await page.getByLabel(de.counterData.email).fill(email);
    await page.getByRole('combobox', { name: de.counterData.seen }).selectOption('ID_CARD');
    await confirm(page, de.counterData.erase);
    await page.locator('[data-counter-result]').getByText('gelöscht').waitFor();
    const erased = secondsSince(erasing);
    await mailbox.waitFor(email, ({ text }) => text.includes('keep-account'));
    noteFigures({ 'counter to export': shown(exported), 'counter to erasure': shown(erased) });
  },
);

/** Signs in to the page of the town hall, because it needs a sign-in of the last minutes. */
async function openCounter(stage: Stage): Promise<Page> {
  const { town, mailbox } = stage;
  const address = `verwaltung.${town.ags}@demo.example`;
  const next = encodeURIComponent(`${town.path}/settings/counter`);
  const page = await stage.open(`${town.path}/sign-in?next=${next}`);
  const [last] = await mailbox.to(address);
  await askForCode(page, address);
  const isCode = /\d{4}[ \u00a0]\d{4}/;
  const mail = await mailbox.waitFor(address, ({ number, text }) => number > (last?.number ?? 0) && isCode.test(text));
  await typeCode(page, codeIn(mail.text));
  await page.getByLabel(de.counterData.email).waitFor();
  return page;
}
