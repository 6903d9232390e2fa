import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import reports from '../web/notification/delivery/locales/de.json' with { type: 'json' };
import sender from '../web/notification/sender/locales/de.json' with { type: 'json' };
import { becomesTrue } from '../faults/harness/waiting.ts';
import { noteFigures } from './harness/figures.ts';
import { openGroups, publishPost } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { patience } from './harness/patience.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

test(
  'replies go to an address after its code; the figure of today changes live; a report can be paused; a contact gets a name',
  { tag: '@desktop' },
  async ({ stage }) => {
    const barriers = [
      ...(await confirmReplies(stage)),
      ...(await watchFigure(stage)),
      ...(await pauseReport(stage)),
      ...(await nameContact(stage)),
    ];
    assert.deepEqual(barriers, []);
    noteFigures({ 'axe violations': barriers.length });
  },
);

const settings = (stage: Stage): string => `${stage.town.path}/settings/sending`;

async function confirmReplies(stage: Stage): Promise<string[]> {
  const page = await stage.open(settings(stage), { as: await stage.staff('verwaltung') });
  const address = `rathaus-${randomUUID().slice(0, 8)}@unkel.example`;
  const field = page.getByLabel(sender.townSender.address);
  await field.fill('rathaus');
  await page.getByRole('button', { name: sender.townSender.sendCode }).click();
  await page.getByText(de.errors.BAD_EMAIL).waitFor();
  await field.fill(address);
  await page.getByRole('button', { name: sender.townSender.sendCode }).click();
  await page.getByText(sender.townSender.unconfirmed, { exact: true }).waitFor();
  const { text } = await stage.mailbox.waitFor(address, () => true);
  const barriers = await look(stage, page, 'asked');
  const code = /\b\d{4} \d{4}\b/.exec(text)?.[0] ?? '';
  await page.getByLabel(sender.townSender.code).fill(code);
  await page.getByText(sender.townSender.confirmed, { exact: true }).waitFor();
  await page.getByText(sender.townSender.fromByOperator).waitFor();
  return [...barriers, ...(await look(stage, page, 'confirmed'))];
}

/** A test message of another tab changes the number of today's deliveries on the open page. */
async function watchFigure(stage: Stage): Promise<string[]> {
  const page = await stage.open(settings(stage), { as: await stage.staff('verwaltung') });
  const figure = page.locator('[data-today]');
  await figure.waitFor();
  const before = await figure.innerText();
  const person = await stage.person(`figure-${randomUUID()}`);
  const other = await stage.open(`${stage.town.path}/me/notifications`, { as: person });
  await other.getByRole('button', { name: sayingOf(de.contacts.testNamed, { name: person.email }) }).click();
  const began = performance.now();
  assert.ok(await becomesTrue(async () => (await figure.innerText()) !== before, patience), 'the figure changes');
  noteFigures({ 'test message until the figure of today changes': `${Math.round(performance.now() - began)} ms` });
  return [];
}

async function pauseReport(stage: Stage): Promise<string[]> {
  const { town } = await openGroups(stage);
  await publishPost(stage, town.id, 'Der Brunnen leuchtet');
  const page = await stage.open(`${stage.town.path}/delivery`, { as: await stage.staff('verwaltung') });
  await page.getByRole('link', { name: 'Der Brunnen leuchtet' }).first().click();
  await page.getByRole('button', { name: de.live.pauseWord, exact: true }).click();
  await page.getByText(de.live.paused, { exact: true }).waitFor();
  await page.getByText(reports.delivery.state.noBounce, { exact: true }).waitFor();
  const barriers = await look(stage, page, 'delivery');
  await page.getByRole('button', { name: de.live.goOnWord, exact: true }).click();
  return barriers;
}

async function nameContact(stage: Stage): Promise<string[]> {
  const person = await stage.person(`namer-${randomUUID()}`);
  const page = await stage.open(`${stage.town.path}/me/notifications`, { as: person });
  await page.getByRole('button', { name: sayingOf(de.contacts.rename.startNamed, { name: person.email }) }).click();
  await page.getByLabel(de.contacts.rename.label, { exact: true }).fill('Handy von Oma');
  const barriers = await look(stage, page, 'naming');
  await page.getByRole('button', { name: de.contacts.rename.save, exact: true }).click();
  await page.getByText('Handy von Oma', { exact: true }).waitFor();
  return [...barriers, ...(await look(stage, page, 'named'))];
}

/** Pictures of the page in both colour schemes, and what axe finds on them. */
async function look(stage: Stage, page: Page, name: string): Promise<string[]> {
  const complaints: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(stage.out, `${name}-${colorScheme}.png`), fullPage: true });
    complaints.push(...(await findBarriers(page)).map((barrier) => `${name}, ${colorScheme}: ${barrier}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (await scrollsSideways(page)) complaints.push(`${name} scrolls sideways`);
  return complaints;
}
