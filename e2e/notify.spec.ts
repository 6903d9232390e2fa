import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from '@playwright/test';
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
  await page.getByText('…@example.org').first().waitFor();
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

/** Follows a group by e-mail in one browser, which confirms by opening the link; returns its page. */
async function givenFollower(stage: Stage, name: string, email: string): Promise<Page> {
  const page = await stage.open(`${stage.town.path}/notify`);
  await page.getByRole('checkbox', { name }).click();
  await page.getByRole('radio', { name: de.notify.byMail }).click();
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
  await page.locator('[data-notify-done]').waitFor();
  await page.goto(linkUnder(await stage.mailbox.nextMail(email), 'notify/confirm'));
  await page.locator('[data-notify-confirmed]').waitFor();
  return page;
}

test('a second address joins by its own confirmation, and the first is removed', async ({ stage }) => {
  const { mailbox } = stage;
  const group = await openGroup(stage);
  const first = `${randomUUID()}@example.org`;
  const second = `zweite-${randomUUID()}@example.net`;
  const page = await givenFollower(stage, group.name, first);
  await page.getByRole('link', { name: de.notify.choices }).click();
  await page.getByRole('button', { name: de.choices.addEmail }).click();
  await assertNoBarriers(page);
  await page.getByRole('textbox', { name: de.follow.email }).fill(second);
  await photograph(page, 'choices-add');
  await page.keyboard.press('Enter');
  await page.locator('[data-address-asked]').waitFor();
  await photograph(page, 'choices-added');
  await assertNoBarriers(page);
  const { pathname, hash } = new URL(linkUnder(await mailbox.nextMail(second), 'notify/address'));
  const elsewhere = await stage.open(`${pathname}${hash}`);
  const confirm = elsewhere.getByRole('button', { name: de.notify.confirm.action });
  await confirm.waitFor();
  await photograph(elsewhere, 'address-confirm');
  await assertNoBarriers(elsewhere);
  await confirm.click();
  await elsewhere.getByRole('link', { name: de.notify.choices }).click();
  const contacts = elsewhere.getByRole('list', { name: de.choices.contacts });
  await contacts.getByText('z…@example.net').waitFor();
  await elsewhere.getByRole('button', { name: /@example\.org löschen/ }).click();
  await contacts.getByRole('button', { name: de.choices.remove, exact: true }).click();
  await contacts.getByRole('button', { name: /@example\.org löschen/ }).waitFor({ state: 'detached' });
  await contacts.getByText('…@example.org').first().waitFor({ state: 'detached' });
  const title = `Neue Bank ${randomUUID().slice(0, 8)}`;
  await publishPost(stage, group.id, title);
  await mailbox.waitFor(second, ({ subject }) => subject.includes(title));
  assert.equal((await mailbox.to(first)).filter(({ subject }) => subject.includes(title)).length, 0);
});

test('the page to unsubscribe leads to the own choices, and leaving a group on the device ends its mails', async ({
  stage,
}) => {
  const { town, mailbox } = stage;
  const group = await openGroup(stage);
  const email = `${randomUUID()}@example.org`;
  const page = await givenFollower(stage, group.name, email);
  const title = `Neues Tor ${randomUUID().slice(0, 8)}`;
  await publishPost(stage, group.id, title);
  const news = await mailbox.waitFor(email, ({ subject }) => subject.includes(title));
  const end = new URL(linkUnder(news.text, 'unsubscribe'));
  const reader = await stage.open(`${end.pathname}${end.hash}`);
  await reader.getByRole('button', { name: de.unsubscribe.action }).click();
  await reader.getByRole('link', { name: de.unsubscribe.preferences }).click();
  const mode = reader.getByRole('combobox', {
    name: sayingOf(de.preference.label, { group: group.name, channel: de.preference.channel.EMAIL }),
  });
  await mode.waitFor();
  assert.equal(await mode.inputValue(), 'OFF');
  await mode.selectOption('NOW');

  await page.goto(new URL(`${town.path}/groups/${group.id}`, town.origin).href);
  await page.getByRole('button', { name: de.group.unfollow }).click();
  await page.getByRole('button', { name: de.group.follow, exact: true }).waitFor();
  await reader.reload();
  await reader.getByText(de.choices.none).waitFor();
  await photograph(reader, 'choices-none');
});

test('a browser without a push service says so, and offers the way by e-mail', async ({ stage }) => {
  const prepare = async (context: BrowserContext): Promise<void> => {
    await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'PushManager'));
  };
  const page = await stage.open(`${stage.town.path}/notify`, { prepare });
  await page.getByText(de.devices.problem.NONE).waitFor();
  assert.equal(await page.getByRole('radio', { name: de.notify.onDevice }).isDisabled(), true);
  assert.equal(await page.getByRole('radio', { name: de.notify.byMail }).isDisabled(), false);
  await photograph(page, 'notify-no-push');
  await assertNoBarriers(page);
});
