import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import emergencyTexts from '../web/alert/emergency/locales/de.json' with { type: 'json' };
import { noteFigures } from './harness/figures.ts';
import { linkUnder } from './harness/mailbox.ts';
import { openGroup, publishPost } from './harness/posts.ts';
import { signInByCode } from './harness/signInForm.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

const { title, emergencies: words } = emergencyTexts;

/** Nothing on the page bars anybody; photographs it if the variable names a folder. */
async function assertGood(page: Page, name: string): Promise<void> {
  const folder = process.env['EMERGENCY_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  assert.deepEqual(await findBarriers(page), [], name);
  assert.equal(await scrollsSideways(page), false, name);
}

/** Ends the emergencies of the town on the page, and gets them again. */
async function endAndReturn(page: Page, town: string, picture: string): Promise<void> {
  const on = page.locator('[data-emergencies=on]').filter({ hasText: town });
  await on.getByRole('button', { name: words.end }).click();
  await page.getByText(sayingOf(words.endText, { town })).waitFor();
  await assertGood(page, `${picture}-asked`);
  await page.getByRole('group', { name: words.end }).getByRole('button', { name: words.end }).click();
  await page.getByText(sayingOf(words.endedText, { town })).waitFor();
  await assertGood(page, `${picture}-ended`);
  await page.reload();
  const ended = page.locator('[data-emergencies=ended]').filter({ hasText: town });
  await ended.getByRole('button', { name: words.give }).click();
  await on.waitFor();
  await ended.waitFor({ state: 'detached' });
}

async function readTown({ ask, town }: Stage): Promise<{ name: string; groupId: string }> {
  const query = 'query($ags: String!) { municipality(ags: $ags) { name townGroup { id } } }';
  const { municipality } = await ask(query, { ags: town.ags });
  return { name: municipality.name, groupId: municipality.townGroup.id };
}

test('who leaves the group of the town reads that warnings go on, ends them and gets them again', async ({ stage }) => {
  const { name, groupId } = await readTown(stage);
  const page = await stage.open(`${stage.town.path}/sign-in`, { scheme: 'dark' });
  await signInByCode(page, stage, `leaver-${randomUUID()}@example.org`);
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  await page.goto(new URL(`${stage.town.path}/groups/${groupId}`, stage.town.origin).href);
  await page.getByRole('button', { name: de.group.unfollow }).click();
  await page.getByText(sayingOf(de.group.leftTown)).waitFor();
  await page.getByRole('button', { name: de.group.leftTownMore }).click();
  await page.getByRole('heading', { name: title.emergencies }).waitFor();
  await page.getByText(words.town.GIVEN).waitFor();
  await assertGood(page, 'left');
  await endAndReturn(page, name, 'left');
  await page.goto(new URL(`${stage.town.path}/me/notifications`, stage.town.origin).href);
  await page.getByRole('link', { name: de.preference.emergencies }).waitFor();
  await assertGood(page, 'settings');
  noteFigures({ 'axe violations': 0 });
});

test('the link to the choices of an address leads to its warnings, without a token in any request', async ({
  stage,
}) => {
  const { name } = await readTown(stage);
  const group = await openGroup(stage);
  const email = `${randomUUID()}@example.org`;
  const home = await stage.open(`${stage.town.path}/notify`);
  await home.getByRole('checkbox', { name: group.name }).click();
  await home.getByRole('radio', { name: de.notify.byMail }).click();
  await home.keyboard.type(email); // the field has the focus
  await home.getByRole('button', { name: de.notify.send }).click();
  await home.locator('[data-notify-done]').waitFor();
  await home.goto(linkUnder(await stage.mailbox.nextMail(email), 'notify/confirm'));
  await home.locator('[data-notify-confirmed]').waitFor();
  const post = `Neue Bank ${randomUUID().slice(0, 8)}`;
  await publishPost(stage, group.id, post);
  const news = await stage.mailbox.waitFor(email, ({ subject }) => subject.includes(post));
  const { pathname, hash } = new URL(linkUnder(news.text, 'notifications'));

  const page = await stage.open(`${pathname}${hash}`, { device: 'desktop' });
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  const more = page.getByRole('link', { name: de.preference.emergencies });
  await more.waitFor();
  await assertGood(page, 'choices');
  await more.click();
  await page.getByText(sayingOf(words.tie.GROUP, { name: group.name })).waitFor();
  await page.getByText(words.town.CONTACT).waitFor();
  await assertGood(page, 'link');
  await endAndReturn(page, name, 'link');
  assert.ok(!requested.some((url) => url.includes(hash.slice(1))), 'no address that is requested holds the token');
  const forged = await stage.open(`${stage.town.path}/me/emergencies#${hash.slice(1, -3)}abc`);
  await forged.getByText(words.unknown).waitFor();
  await assertGood(forged, 'forged');
});
