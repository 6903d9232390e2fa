import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { linkUnder } from './harness/mailbox.ts';
import { openGroup, publishPost } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

/** Most seconds and taps from opening the page to being subscribed. */
const bound = { seconds: 45, taps: 4 };

/** Photographs the page if the variable names a folder. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env['NOTIFY_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function assertNoBarriers(page: Page): Promise<void> {
  assert.deepEqual(await findBarriers(page), []);
}

test('a person without an account is subscribed by e-mail with four taps, and gets the news', async ({ stage }) => {
  const { town, mailbox } = stage;
  const group = await openGroup(stage);
  const email = `${randomUUID()}@example.org`;
  const home = await stage.open(town.path);
  await home.getByRole('link', { name: de.title.notify }).first().waitFor();

  const began = performance.now();
  let taps = 0;
  const tap = async (target: ReturnType<Page['getByRole']>): Promise<void> => {
    taps += 1;
    await target.click();
  };
  const page = await stage.open(`${town.path}/notify`);
  assert.equal(await page.getByRole('checkbox', { checked: true }).count(), 0, 'nothing is ticked');
  await tap(page.getByRole('checkbox', { name: group.name }));
  await tap(page.getByRole('radio', { name: de.notify.byMail }));
  await page.keyboard.type(email); // the field has the focus
  await photograph(page, 'notify');
  await assertNoBarriers(page);
  await tap(page.getByRole('button', { name: de.notify.send }));
  await page.locator('[data-notify-done]').waitFor();
  await photograph(page, 'notify-done');
  await assertNoBarriers(page);
  const link = linkUnder(await mailbox.nextMail(email), 'notify/confirm');
  taps += 1; // the link in the mail, opened in the same browser
  await page.goto(link);
  await page.locator('[data-notify-confirmed]').waitFor();
  const seconds = (performance.now() - began) / 1000;
  await photograph(page, 'notify-confirmed');
  await assertNoBarriers(page);
  assert.ok(seconds < bound.seconds && taps <= bound.taps, `${seconds} s, ${taps} taps`);

  const title = `Neuer Zaun ${randomUUID().slice(0, 8)}`;
  await publishPost(stage, group.id, title);
  const news = await mailbox.waitFor(email, ({ subject }) => subject.includes(title));
  await choose(stage, linkUnder(news.text, 'notifications'), group.name);
  noteFigures({ 'opened to subscribed': `${seconds.toFixed(1)} s`, taps, 'axe violations': 0 });
});

/** Opens the choices by the link of the mail in another browser, changes them, renews the link and ends everything. */
async function choose(stage: Stage, link: string, group: string): Promise<void> {
  const { pathname, hash } = new URL(link);
  const page = await stage.open(`${pathname}${hash}`);
  const paths: string[] = [];
  page.on('request', (request) => paths.push(request.url()));
  const mode = page.getByRole('combobox', {
    name: sayingOf(de.preference.label, { group, channel: de.preference.channel.EMAIL }),
  });
  await mode.waitFor();
  await page.getByText('…@example.org').waitFor();
  await photograph(page, 'choices');
  await assertNoBarriers(page);
  await mode.selectOption('WEEKLY');
  await page.reload();
  await mode.waitFor();
  assert.equal(await mode.inputValue(), 'WEEKLY');
  await page.getByRole('button', { name: de.choices.renew }).click();
  await page.waitForURL((url) => url.hash !== hash);
  const old = await stage.open(`${pathname}${hash}`);
  await old.getByText(de.choices.unknown).waitFor();
  await assertNoBarriers(old);
  assert.ok(!paths.some((url) => url.includes(hash.slice(1))), 'no address that is requested holds the token');
  await page.getByRole('button', { name: de.choices.end }).click();
  await page.getByRole('group', { name: de.choices.end }).getByRole('button', { name: de.choices.end }).click();
  await page.getByText(de.choices.ended).waitFor();
  await assertNoBarriers(page);
}

test('another browser needs a button to confirm, and what the device follows already is ticked', async ({ stage }) => {
  const { town, mailbox } = stage;
  const group = await openGroup(stage);
  const email = `${randomUUID()}@example.org`;
  const page = await stage.open(`${town.path}/groups/${group.id}`);
  await page.getByRole('button', { name: de.group.follow, exact: true }).click();
  await page.goto(new URL(`${town.path}/notify`, town.origin).href);
  await page.getByRole('checkbox', { name: group.name, checked: true }).waitFor();
  await page.getByRole('radio', { name: de.notify.byMail }).click();
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
  await page.locator('[data-notify-done]').waitFor();
  const { pathname, hash } = new URL(linkUnder(await mailbox.nextMail(email), 'notify/confirm'));
  const scanner = await stage.open(`${pathname}${hash}`);
  const button = scanner.getByRole('button', { name: de.notify.confirm.action });
  await button.waitFor();
  await photograph(scanner, 'notify-confirm');
  await assertNoBarriers(scanner);
  assert.equal((await mailbox.to(email)).length, 1);
  await button.click();
  await scanner.locator('[data-notify-confirmed]').getByText(group.name).waitFor();
});
