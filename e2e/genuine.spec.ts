import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import alert from '../web/alert/locales/de.json' with { type: 'json' };
import check from '../web/alert/check/locales/de.json' with { type: 'json' };
import { endAllIncidents, sendDrill, sendWarning } from './harness/alerts.ts';
import { noteFigures } from './harness/figures.ts';
import { linkUnder } from './harness/mailbox.ts';
import { openGroup } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

const { alert: words } = alert;
const { alertCheck: texts } = check;

async function assertGood(page: Page, name: string): Promise<void> {
  const folder = process.env['ALERT_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  assert.deepEqual(await findBarriers(page), [], name);
  assert.equal(await scrollsSideways(page), false, name);
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.locator('input[name=code]').fill(code);
  await page.locator('[data-check] button[type=submit]').click();
}

test('a reader checks by its code whether a warning is genuine', async ({ stage }) => {
  const { town } = stage;
  try {
    const drill = await sendDrill(stage);
    const code = drill.alerts[0]?.checkCode ?? '';
    const page = await stage.open(`${town.path}/warnings/${drill.id}`, { scheme: 'dark' });
    await page.locator('[data-check-code]').getByText(code).click();
    await page.locator('[data-genuine]').getByText(texts.genuine.drill).waitFor();
    await page.locator('[data-genuine]').getByText(words.state.CURRENT).waitFor();
    await assertGood(page, 'genuine-drill');
    await typeCode(page, '7777-7777');
    await page.locator('[data-not-genuine]').getByText(texts.notOurs).waitFor();
    await assertGood(page, 'not-genuine');
    const real = await sendWarning(stage, 'MODERATE');
    await typeCode(page, (real.alerts[0]?.checkCode ?? '').toLowerCase().replace('-', ' '));
    await page.locator('[data-genuine]').getByText(texts.genuine.warning).waitFor();
    await assertGood(page, 'genuine');
    await endAllIncidents(stage);
    await page.reload();
    await page.locator('[data-genuine]').getByText(words.state.ENDED).waitFor();
    await page.locator('[data-genuine]').getByText(texts.newer).waitFor();
    noteFigures({ 'axe violations': 0 });
  } finally {
    await endAllIncidents(stage);
  }
});

const follow = `mutation($input: FollowGroupsInput!) { followGroups(input: $input) { userErrors { code } } }`;
const confirm = `mutation($token: String!) { confirmFollowedGroups(input: { token: $token }) { userErrors { code } } }`;

/** An address that gets messages without an account. */
async function givenAddress(stage: Stage): Promise<string> {
  const email = `${randomUUID()}@example.org`;
  const { municipality } = await stage.ask('query($ags: String!) { municipality(ags: $ags) { id } }', {
    ags: stage.town.ags,
  });
  const group = await openGroup(stage);
  const input = { municipalityId: municipality.id, groupIds: [group.id], locale: 'de', email };
  assert.deepEqual((await stage.ask(follow, { input })).followGroups.userErrors, []);
  const link = new URL(linkUnder(await stage.mailbox.nextMail(email), 'notify/confirm'));
  const confirmed = await stage.ask(confirm, { token: link.hash.slice(1) });
  assert.deepEqual(confirmed.confirmFollowedGroups.userErrors, []);
  return email;
}

test('the link of a mail opens the page on which its recipient answers, as that recipient', async ({ stage }) => {
  const warner = await stage.staff('warnung');
  try {
    const email = await givenAddress(stage);
    const { id } = await sendWarning(stage, 'SEVERE');
    const mail = await stage.mailbox.waitFor(email, ({ text }) => text.includes('/warnings/'));
    const { pathname, hash } = new URL(linkUnder(mail.text, '/warnings/'));
    assert.match(hash, /^#[\w-]{44}$/);
    const desk = await stage.open(`${stage.town.path}/warnings/${id}`, { as: warner, device: 'desktop' });
    await desk.locator('[data-answers-live]').waitFor();
    const page = await stage.open(`${pathname}${hash}`);
    await page.locator('[data-answer=SAFE]').waitFor();
    assert.equal(await page.locator('[data-answer=HELP]').count(), 1);
    await assertGood(page, 'answer-by-link');
    await page.locator('[data-answer=SEEN]').click();
    await page.getByText(words.answered.SEEN).waitFor();
    await desk.locator('[data-count=seen] dd').getByText('1', { exact: true }).waitFor();
    await page.locator('[data-answer=SAFE]').click();
    await page.getByText(words.answered.SAFE).waitFor();
    await desk.locator('[data-count=safe] dd').getByText('1', { exact: true }).waitFor();
    await desk.locator('[data-count=seen] dd').getByText('0', { exact: true }).waitFor(); // one recipient, one answer
    // Another device of the same recipient changes the same answer; a forged link is refused and counts nothing.
    const other = await stage.open(`${pathname}${hash}`);
    await other.locator('[data-answer=SAFE]').click();
    await other.getByText(words.answered.SAFE).waitFor();
    const forged = await stage.open(`${pathname}#${'A'.repeat(44)}`);
    await forged.locator('[data-answer=SEEN]').click();
    await forged.getByRole('alert').getByText('Dieser Link gilt nicht mehr.').waitFor();
    await desk.locator('[data-count=safe] dd').getByText('1', { exact: true }).waitFor();
    await desk.locator('[data-count=seen] dd').getByText('0', { exact: true }).waitFor();
    noteFigures({ 'axe violations': 0 });
  } finally {
    await endAllIncidents(stage);
  }
});
