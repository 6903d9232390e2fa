import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { noteFigures } from './harness/figures.ts';
import { moveIssue, reportIssue } from './harness/issues.ts';
import { linkUnder, type Mail } from './harness/mailbox.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { patience } from './harness/patience.ts';
import { askForMail, openGroup, type OpenGroup, publishPost } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';

/** Button above an open list that says one message is new. */
const oneFresh = sayingOf(de.inbox.fresh.split(' | ')[0] ?? '', { n: 1 });

test('what a group says rings the bell without a reload and comes by mail to who asked, until they end it there', async ({
  stage,
}) => {
  const reader = await stage.person(`reader-${randomUUID()}`);
  const group = await openGroup(stage);
  const page = await stage.open(`${stage.town.path}/groups/${group.id}`, { as: reader });
  await askOnPage(page, group);

  await page.goto(new URL(stage.town.path, stage.town.origin).href);
  await page.locator('[data-live="live"]').first().waitFor();
  await mark(page);
  const title = `Neuer Zaun ${randomUUID().slice(0, 8)}`;
  const began = performance.now();
  await publishPost(stage, group.id, title);
  await bellShows(page, '1');
  const milliseconds = Math.round(performance.now() - began);
  await assertNotReloaded(page);
  const mail = await stage.mailbox.waitFor(reader.email, ({ subject }) => subject.includes(title));
  assertIsProper(mail, stage);
  await readOnPage(page, title);

  await unsubscribe(stage, reader, group, linkUnder(mail.text, 'unsubscribe'));
  await getsNoMore(stage, page, reader, group);
  await hearsOfReport(stage, page, reader);
  await readsElsewhere(stage, page, reader, group);
  noteFigures({ 'publish to bell': `${milliseconds} ms`, group: group.name });
});

/** Follows a group and chooses its e-mails there; the page of all settings must agree. */
async function askOnPage(page: Page, { name }: OpenGroup): Promise<void> {
  const label = sayingOf(de.preference.label, { group: name, channel: de.preference.channel.EMAIL });
  await page.getByRole('button', { name: de.group.follow, exact: true }).click();
  await page.getByRole('switch', { name: label, checked: false }).click();
  await page.getByRole('switch', { name: label, checked: true }).and(page.locator('[aria-busy="false"]')).waitFor();
  await page.getByRole('link', { name: de.preference.all }).click();
  await page.getByRole('heading', { name: de.preference.title, level: 1 }).waitFor();
  await page.reload();
  assert.equal(await page.getByRole('combobox', { name: label }).inputValue(), 'NOW');
}

async function bellShows(page: Page, count: string): Promise<void> {
  const shown = page.locator('[data-count]').filter({ visible: true, hasText: new RegExp(`^${count}\\D`) });
  await shown.waitFor();
}

/** The mail has both forms, and a link to unsubscribe in its header and under its text. */
function assertIsProper({ text, html, headers = {} }: Mail, { town }: Stage): void {
  const link = linkUnder(text, 'unsubscribe');
  assert.match(text, new RegExp(`${town.origin}${town.path}/posts/\\S+`), 'the post');
  assert.match(html ?? '', /<html/, 'as a page');
  assert.equal(headers['List-Unsubscribe'], `<${link}>`);
  assert.equal(headers['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click');
  assert.ok(text.includes(`${town.origin}${town.path}/me/notifications`), 'the way to all settings');
}

/** Opens the message from the bell and the post from the message; afterwards the message is read. */
async function readOnPage(page: Page, title: string): Promise<void> {
  await page.locator('[data-bell]').filter({ visible: true }).click();
  const message = page.locator('[data-message]').filter({ hasText: title });
  await message.and(page.locator('[data-unread]')).waitFor();
  await message.getByRole('link').click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  await page.getByRole('link', { name: de.app.back }).click();
  await message.and(page.locator(':not([data-unread])')).waitFor();
  await page.getByRole('button', { name: de.inbox.readAll }).waitFor({ state: 'detached' });
}

/** Opening the link changes nothing, its button unsubscribes once; a used link and a forged link say what they are. */
async function unsubscribe(stage: Stage, reader: Person, { id, name }: OpenGroup, link: string): Promise<void> {
  assert.equal((await fetch(link)).status, 200);
  const { pathname } = new URL(link);
  const page = await stage.open(pathname);
  await page.getByText(sayingOf(de.unsubscribe.text, { group: name })).waitFor();
  assert.equal(await wantsMail(stage, reader, id), true, 'looking ends nothing');
  await page.getByRole('button', { name: de.unsubscribe.action }).click();
  await page.getByRole('heading', { name: de.unsubscribe.done, exact: true }).waitFor();
  assert.equal(await wantsMail(stage, reader, id), false);
  await page.reload();
  await page.getByRole('heading', { name: de.unsubscribe.already }).waitFor();
  await page.goto(`${link}x`);
  await page.getByRole('heading', { name: de.unsubscribe.forged }).waitFor();
}

async function wantsMail(stage: Stage, reader: Person, groupId: string): Promise<boolean> {
  const { municipality } = await stage.ask('query($ags: String!) { municipality(ags: $ags) { id } }', stage.town);
  const { viewer } = await stage.ask(preferencesQuery, { id: municipality.id }, reader);
  interface Choice {
    readonly group: { readonly id: string } | null;
    readonly channel: string;
    readonly mode: string;
  }
  return viewer.preferences.some(
    ({ group, channel, mode }: Choice) => group?.id === groupId && channel === 'EMAIL' && mode !== 'OFF',
  );
}
const preferencesQuery = `query($id: ID!) { viewer { preferences(municipalityId: $id) {
  group { id } channel mode } } }`;

/** The next post appears in the open list; only the other follower receives a mail. */
async function getsNoMore(stage: Stage, page: Page, reader: Person, group: OpenGroup): Promise<void> {
  const other = await stage.person(`other-${randomUUID()}`);
  await askForMail(stage, group.id, other);
  const title = `Tag der offenen Tür ${randomUUID().slice(0, 8)}`;
  await publishPost(stage, group.id, title);
  await page.getByRole('button', { name: oneFresh }).click();
  await page.locator('[data-message]').filter({ hasText: title }).waitFor();
  const hasTitle = ({ subject }: Mail): boolean => subject.includes(title);
  await stage.mailbox.waitFor(other.email, hasTitle);
  assert.deepEqual((await stage.mailbox.to(reader.email)).filter(hasTitle), []);
}

async function hearsOfReport(stage: Stage, page: Page, reader: Person): Promise<void> {
  await page.getByRole('button', { name: de.inbox.readAll }).click();
  await page.locator('[data-unread]').first().waitFor({ state: 'detached' });
  const reference = await reportIssue(
    stage,
    { address: 'Am Markt', text: 'Die Laterne flackert seit gestern.' },
    reader,
  );
  await moveIssue(stage, reference, 'TRIAGED');
  await page.getByRole('button', { name: oneFresh }).click();
  const message = page.locator('[data-unread]').filter({ hasText: `${reference}: ${de.status.TRIAGED}` });
  await message.getByRole('link').click();
  await page.locator('[data-timeline]').getByText(de.status.TRIAGED).waitFor();
  const arrived = async () => (await stage.mailbox.to(reader.email)).some(({ subject }) => subject.includes(reference));
  assert.ok(await becomesTrue(arrived, patience), 'answers to reports come by mail');
}

/** A post that is read in another window becomes read in the list that is open here. */
async function readsElsewhere(stage: Stage, page: Page, reader: Person, group: OpenGroup): Promise<void> {
  await page.goto(new URL(`${stage.town.path}/inbox`, stage.town.origin).href);
  await page.locator('[data-live="live"]').waitFor();
  const title = `Sperrung ${randomUUID().slice(0, 8)}`;
  const post = await publishPost(stage, group.id, title);
  await page.getByRole('button', { name: oneFresh }).click();
  const message = page.locator('[data-message]').filter({ hasText: title });
  await message.and(page.locator('[data-unread]')).waitFor();
  await bellCounts(stage, reader, 1);
  await stage.open(`${stage.town.path}/posts/${post}`, { as: reader });
  await message.and(page.locator(':not([data-unread])')).waitFor();
  await bellCounts(stage, reader, 0);
}

async function bellCounts(stage: Stage, reader: Person, count: number): Promise<void> {
  const { viewer } = await stage.ask('{ viewer { unreadCount } }', {}, reader);
  assert.equal(viewer.unreadCount, count);
}
