import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Data } from '../faults/harness/http.ts';
import { noteFigures } from './harness/figures.ts';
import { patience } from './harness/patience.ts';
import { startButton, voteOnPage } from './harness/pollPage.ts';
import { openGroup, openGroups } from './harness/posts.ts';
import type { Device, Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const end = '2031-03-01T18:00';
const pollOf = `query($id: ID!) { poll(id: $id) { id title state group { id } post { id state } } }`;

for (const device of ['phone', 'desktop'] as const)
  test(`an empty poll names every field that lacks something, on a ${device}`, async ({ stage }) => {
    const page = await openComposer(stage, device);
    await showsGroupsAtOnce(page);
    await startButton(page).click();
    const summary = page.locator('[data-errors]');
    await summary.getByRole('link', { name: de.compose.question, exact: true }).waitFor();
    const links = await summary.getByRole('link').allInnerTexts();
    assert.deepEqual(links, [de.compose.question, option(1), option(2), de.compose.closesAt]);
    assert.equal(await focusedLabel(page), de.compose.question);
    assert.equal(await page.locator('[aria-invalid="true"]').count(), 4);
    await summary.getByRole('link', { name: de.compose.closesAt, exact: true }).click();
    assert.equal(await focusedLabel(page), de.compose.closesAt);
    assert.deepEqual(await findBarriers(page), [], 'the refused form is without barrier');
    noteFigures({ 'fields named': links.length });
  });

test('a poll for a group is left, found again, kept as a draft, returned to and started for its people', async ({
  stage,
}) => {
  const group = await openGroup(stage);
  const title = `Wann soll das Treffen sein? ${randomUUID().slice(0, 6)}`;
  const page = await openComposer(stage, 'phone');
  await page.getByRole('radio', { name: group.name }).first().check({ force: true });
  await write(page, title);
  await isStored(page, title);
  await page.reload();
  await page.getByText(de.write.startAgain).waitFor();
  assert.equal(await page.getByLabel(de.compose.question, { exact: true }).inputValue(), title);
  assert.equal(await page.getByRole('radio', { name: group.name }).first().isChecked(), true);

  await page.getByRole('button', { name: de.write.keep }).click();
  await page.locator('[data-draft]').waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the page of the draft is without barrier');
  const id = decodeURIComponent(page.url().split('/').at(-1) ?? '');
  assert.equal((await read(stage, id)).state, 'DRAFT');
  const refused = await stage.ask(pollOf, { id }).catch((error: Error) => error.message);
  assert.match(String(refused), /NOT_FOUND/, 'nobody else sees the draft');

  await page.goto(new URL(`${stage.town.path}/polls`, stage.town.origin).href);
  await page.getByRole('heading', { name: new RegExp(`^${de.polls.drafts} \\(\\d+\\)$`) }).waitFor();
  const row = page.getByRole('link', { name: title });
  assert.ok((await row.innerText()).includes(de.polls.goOn), 'the row says what it is for');
  await row.click();
  assert.equal(await page.getByLabel(de.compose.question, { exact: true }).inputValue(), title);
  await startButton(page).filter({ hasText: /\d/ }).waitFor(); // the button names the number of people
  await startButton(page).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('button', { name: de.ballot.cast }).waitFor();
  const poll = await read(stage, id);
  assert.deepEqual([poll.state, poll.group.id], ['OPEN', group.id]);
  noteFigures({ group: group.name });
});

test('a draft is deleted after a question', async ({ stage }) => {
  const page = await openComposer(stage, 'desktop');
  const title = `Soll der Brunnen weg? ${randomUUID().slice(0, 6)}`;
  await write(page, title);
  await page.getByRole('button', { name: de.write.keep }).click();
  await page.locator('[data-draft]').waitFor();
  const id = decodeURIComponent(page.url().split('/').at(-1) ?? '');
  await page.getByRole('link', { name: de.compose.revise }).click();
  await page.getByRole('button', { name: de.compose.discard }).click();
  await page.getByText(de.compose.discardText).waitFor();
  await page.getByRole('button', { name: de.compose.discard }).click();
  await page.waitForURL('**/polls');
  assert.match(String(await read(stage, id).catch((error: Error) => error.message)), /NOT_FOUND/);
  assert.equal(await page.getByText(title).count(), 0);
});

test('a post is published with a poll inside, both at once, and a refused poll publishes nothing', async ({
  stage,
}) => {
  const editor = await stage.staff('redaktion');
  const { town } = await openGroups(stage);
  const title = `Der Platz wird neu ${randomUUID().slice(0, 6)}`;
  const page = await stage.open(`${stage.town.path}/posts/new?group=${town.id}`, { as: editor, device: 'desktop' });
  await page.getByLabel(de.write.title, { exact: true }).fill(title);
  await page.getByLabel(de.write.body, { exact: true }).fill('Wir fragen, was auf dem Platz stehen soll.');
  await page.getByRole('button', { name: de.inPost.add }).click();
  const send = page.locator('button[type="submit"]').last();
  await send.click();
  await page.locator('[data-errors]').getByRole('link', { name: de.compose.closesAt, exact: true }).waitFor();
  assert.equal(await countPosts(stage, title), 0, 'nothing is published or stored');
  assert.deepEqual(await findBarriers(page), [], 'the block is without barrier');

  await write(page, 'Bank oder Baum?');
  await page.locator('[data-poll-preview]').getByText('Bank oder Baum?').first().waitFor();
  await isStored(page, 'Bank oder Baum?');
  await page.reload();
  await page.locator('[data-poll-preview]').getByText('Bank oder Baum?').first().waitFor();
  await send.click();
  await page.waitForURL((url) => url.pathname.includes('/posts/') && !url.pathname.endsWith('/new'));
  await page.getByRole('heading', { level: 1, name: title }).waitFor();

  const citizen = await stage.person(`platz-${randomUUID()}`);
  const phone = await stage.open(new URL(page.url()).pathname, { as: citizen, device: 'phone' });
  await phone
    .getByRole('button', { name: de.poll.vote })
    .or(phone.getByRole('link', { name: de.poll.vote }))
    .click();
  await voteOnPage(phone, 'Bank');
  await phone.getByText(de.vote.counted).waitFor();
  assert.deepEqual(await findBarriers(phone), [], 'the post with its poll is without barrier');
});

test('a draft of a poll becomes part of a draft post, and both wait until the post is published', async ({ stage }) => {
  const editor = await stage.staff('redaktion');
  const { town } = await openGroups(stage);
  const question = `Welcher Name passt? ${randomUUID().slice(0, 6)}`;
  const composer = await openComposer(stage, 'desktop');
  await write(composer, question);
  await composer.getByRole('button', { name: de.write.keep }).click();
  await composer.locator('[data-draft]').waitFor();
  const pollId = decodeURIComponent(composer.url().split('/').at(-1) ?? '');

  const page = await stage.open(`${stage.town.path}/posts/new?group=${town.id}`, { as: editor, device: 'desktop' });
  await page.getByLabel(de.write.title, { exact: true }).fill('Ein Name für den Platz');
  await page.getByLabel(de.write.body, { exact: true }).fill('Der Platz bekommt einen Namen.');
  await page.getByRole('button', { name: de.inPost.take.replace('{title}', question) }).click();
  assert.equal(await page.getByLabel(de.compose.question, { exact: true }).inputValue(), question);
  await page.getByRole('button', { name: de.write.keep }).click();
  await page.getByRole('button', { name: de.postStaff.publish }).waitFor();
  const waiting = await read(stage, pollId);
  assert.deepEqual([waiting.state, waiting.post.state], ['SCHEDULED', 'DRAFT']);
  await page.getByRole('button', { name: de.postStaff.publish }).click();
  await page.getByRole('button', { name: de.postStaff.publish }).waitFor({ state: 'detached' });
  assert.equal((await read(stage, pollId)).state, 'OPEN');
});

async function openComposer(stage: Stage, device: Device): Promise<Page> {
  const as = await stage.staff('redaktion');
  return stage.open(`${stage.town.path}/polls/new`, { as, device });
}

/** The choice of the group is on the first screen. */
async function showsGroupsAtOnce(page: Page): Promise<void> {
  const box = await page.getByRole('radio', { name: 'Unkel' }).first().locator('..').boundingBox();
  assert.ok(box && box.y + box.height <= (page.viewportSize()?.height ?? 0), `the groups begin at ${String(box?.y)}`);
}

async function write(page: Page, title: string): Promise<void> {
  await page.getByLabel(de.compose.question, { exact: true }).fill(title);
  for (const [i, label] of ['Bank', 'Baum'].entries())
    await page
      .getByLabel(option(i + 1))
      .first()
      .fill(label);
  await page.getByLabel(de.compose.closesAt, { exact: true }).fill(end);
}

/** Waits until the browser has stored the text and the end, which is typed last. */
async function isStored(page: Page, text: string): Promise<void> {
  const stored = `Object.values(localStorage).some((kept) => kept.includes(${JSON.stringify(text)}) && kept.includes('${end}'))`;
  for (const stop = Date.now() + patience; !(await page.evaluate(stored));)
    assert.ok(Date.now() < stop, 'the text is stored in the browser');
}

function option(n: number): string {
  return de.compose.option.replace('{n}', String(n));
}

function focusedLabel(page: Page): Promise<string | undefined> {
  return page.evaluate('document.activeElement?.labels?.[0]?.textContent.trim()');
}

async function read(stage: Stage, id: string): Promise<Data> {
  return (await stage.ask(pollOf, { id }, await stage.staff('redaktion'))).poll;
}

async function countPosts(stage: Stage, title: string): Promise<number> {
  const query = `query($ags: String!, $state: PostState!) {
    municipality(ags: $ags) { posts(state: $state, first: 50) { edges { node { title } } } } }`;
  const editor = await stage.staff('redaktion');
  const lists = await Promise.all(
    ['DRAFT', 'PUBLISHED'].map(async (state) => {
      const { municipality }: Data = await stage.ask(query, { ags: stage.town.ags, state }, editor);
      return municipality.posts.edges.filter(({ node }: Data) => node.title === title).length;
    }),
  );
  return lists.reduce((sum, n) => sum + n, 0);
}
