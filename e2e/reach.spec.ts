import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Data } from '../faults/harness/http.ts';
import { becomesTrue } from '../faults/harness/waiting.ts';
import sms from '../web/notification/sms/locales/de.json' with { type: 'json' };
import { noteFigures } from './harness/figures.ts';
import { patience } from './harness/patience.ts';
import { openGroups, publishPost } from './harness/posts.ts';
import { codeIn, signInByCode } from './harness/signInForm.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

/** Most seconds from the page for signing in to a test message on a second channel. */
const newcomerSeconds = 60;
/** Most milliseconds from a publication to its effect on the report. */
const reportMs = 3000;

/** Photographs the page if the variable names a folder. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env['REACH_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** Messages in /mailbox of one channel, newest first. */
async function kept({ town }: Stage, channel: string): Promise<readonly Data[]> {
  const headers = { accept: 'application/json' };
  return (await (await fetch(`${town.origin}/mailbox?channel=${channel}`, { headers })).json()) as Data[];
}

async function waitForSms(stage: Stage, number: string, fits: (text: string) => boolean): Promise<string> {
  let found: Data;
  const isThere = async (): Promise<boolean> => {
    found = (await kept(stage, 'SMS')).find(({ to, text }) => to.address === number && fits(text));
    return found !== undefined;
  };
  assert.ok(await becomesTrue(isThere, patience), `no SMS to ${number}`);
  return found.text as string;
}

test('a newcomer signs in, chooses, adds a mobile number and gets a test message there within a minute', async ({
  stage,
}) => {
  const { town } = stage;
  const email = `neu-${randomUUID()}@example.org`;
  const last = String(randomInt(98)).padStart(2, '0');
  const page = await stage.open(`${town.path}/sign-in`);
  await page.getByLabel(de.signIn.email).waitFor();
  const began = performance.now();
  await signInByCode(page, stage, email);
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  await page.goto(new URL(town.path, town.origin).href);
  await page.getByRole('button', { name: de.start.choice.WEEKLY }).click();
  await page.locator('[data-start]').waitFor({ state: 'detached' });
  await page.goto(new URL(`${town.path}/me/notifications`, town.origin).href);
  await page.getByRole('button', { name: sms.numbers.start }).click();
  await page.getByRole('textbox', { name: sms.numbers.ask.number }).fill(`0176 040690${last}`);
  await page.getByRole('button', { name: sms.numbers.ask.send }).click();
  await page.getByRole('textbox', { name: sms.numbers.code.label }).waitFor();
  const number = `+4917604069${last.padStart(3, '0')}`;
  const code = codeIn(await waitForSms(stage, number, (text) => /\d{4}/.test(text)));
  await page.getByRole('textbox', { name: sms.numbers.code.label }).fill(code);
  const masked = new RegExp(`\\+49 … ${last}`);
  const testButton = page.getByRole('button', { name: sayingOf(de.contacts.testNamed, { name: `+49 … ${last}` }) });
  await testButton.click();
  const row = page.getByRole('listitem').filter({ hasText: masked }).filter({ has: testButton });
  await row.getByText(de.contacts.state.arrived).waitFor();
  const seconds = (performance.now() - began) / 1000;
  await waitForSms(stage, number, (text) => text.includes('Testnachricht'));
  await photograph(page, 'newcomer');
  assert.deepEqual(await findBarriers(page), []);
  assert.ok(seconds <= newcomerSeconds, `${seconds.toFixed(1)} s`);
  noteFigures({ 'sign-in to test message on a second channel': `${seconds.toFixed(1)} s` });
});

const reportsQuery = `query($ags: String!, $after: PageCursor) { municipality(ags: $ags) { deliveries(first: 100, after: $after) {
  nodes { id kind progress { people reached channels { channel sent delivered failed unknown held troubles { state reason } } } }
  pageInfo { hasNextPage endCursor } } } }`;

test('a published post changes its report within three seconds; the seeded ones show what went wrong', async ({
  stage,
}) => {
  const editor = await stage.staff('redaktion');
  const before = await reportsOf(stage);
  const inState = (channel: string, state: string): number =>
    before
      .flatMap(({ progress }) => progress.channels)
      .reduce((sum: number, one: Data) => sum + (one.channel === channel ? one[state] : 0), 0);
  const troubles = before.flatMap(({ progress }) => progress.channels.flatMap((one: Data) => one.troubles));
  for (const reason of ['ADDRESS_UNKNOWN', 'MAILBOX_FULL', 'NOT_REACHABLE', 'REFUSED'])
    assert.ok(
      troubles.some((one: Data) => one.state === 'FAILED' && one.reason === reason),
      reason,
    );
  assert.ok(inState('SMS', 'unknown') > 0 && inState('SMS', 'delivered') > 0);
  assert.ok(inState('PUSH', 'held') > 0, 'a push waits for the end of quiet hours');
  assert.ok(
    (await kept(stage, 'EMAIL')).some(({ subject }) => /Neues aus /.test(subject)),
    'a digest was sent',
  );

  const title = `Neuer Zaun ${randomUUID().slice(0, 8)}`;
  const id = await publishPost(stage, (await openGroups(stage)).town.id, title);
  const began = performance.now();
  const { newestDelivery } = await stage.ask(newestQuery, { id }, editor);
  const reached = async (): Promise<number> =>
    (await stage.ask(newestQuery, { id }, editor)).newestDelivery?.progress.reached ?? 0;
  assert.ok(await becomesTrue(async () => (await reached()) > 0, reportMs), 'the report does not change');
  const milliseconds = Math.round(performance.now() - began);
  const page = await stage.open(`${stage.town.path}/delivery/${newestDelivery.id}`, { as: editor });
  await page.getByText(title).first().waitFor();
  await photograph(page, 'report');
  assert.ok((await kept(stage, 'PUSH')).some(({ subject, text }) => `${subject} ${text}`.includes(title)));
  const after = (await stage.ask(newestQuery, { id }, editor)).newestDelivery.progress;
  const mail = after.channels.find(({ channel }: Data) => channel === 'EMAIL');
  assert.ok(mail.held > 0, 'a mail waits for the next digest');
  noteFigures({ 'publication to changed report': `${milliseconds} ms`, people: after.people });
});

const newestQuery =
  'query($id: ID!) { newestDelivery(subjectId: $id) { id progress { people reached channels { channel held } } } }';

/** All reports of the town, page by page: other scenarios send messages, too. */
async function reportsOf(stage: Stage): Promise<readonly Data[]> {
  const admin = await stage.staff('verwaltung');
  const reports: Data[] = [];
  let after: string | null = null;
  do {
    const { municipality }: Data = await stage.ask(reportsQuery, { ags: stage.town.ags, after }, admin);
    const { nodes, pageInfo } = municipality.deliveries;
    reports.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return reports;
}

test('the mailbox of the demo shows each channel without barriers, on a phone and wide, light and dark', async ({
  stage,
}) => {
  for (const device of ['phone', 'desktop'] as const)
    for (const scheme of ['light', 'dark'] as const) {
      const page = await stage.open('/mailbox', { device, scheme });
      assert.deepEqual(await findBarriers(page), []);
      assert.equal(await scrollsSideways(page), false);
      await photograph(page, `mailbox-${device}-${scheme}`);
      for (const name of ['SMS', 'Push', 'Rückläufer']) {
        await page.getByRole('navigation').getByRole('link', { name }).click();
        await page.getByRole('link', { name, exact: false }).and(page.locator('[aria-current="page"]')).waitFor();
        assert.deepEqual(await findBarriers(page), []);
        await photograph(page, `mailbox-${name}-${device}-${scheme}`);
      }
    }
});
