import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { cardOf, followOnPage, isLive, showNew, titlesOf, topOf, unfold, waitForNew } from './harness/feedPage.ts';
import { noteFigures } from './harness/figures.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { castVote, createPoll, labels } from './harness/polls.ts';
import { openGroups, publishTo, revisePost, withdrawPost, type NewPost, type OpenGroup } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';

interface Cast {
  readonly first: OpenGroup;
  readonly second: OpenGroup;
  readonly town: OpenGroup;
}
const missedPosts = 10;
const reportsInOneRow = de.issue.bundle.title.replace('{parts}', '').trim();

test('what is published stands on open pages at once and once, also after a cut line, and moves nothing', async ({
  stage,
}) => {
  stage.guard.allow(/ERR_INTERNET_DISCONNECTED|WebSocket connection/);
  const { town, open } = await openGroups(stage);
  const [first, second] = open;
  assert.ok(first && second);
  const cast = { first, second, town };
  const page = await stage.open(`${stage.town.path}/groups`, { as: await stage.person('reader') });
  await followOnPage(page, [first.name, second.name]);
  const stranger = await stage.open(`${stage.town.path}/groups`);
  await followOnPage(stranger, [first.name]);
  for (const one of [page, stranger]) {
    await one.getByRole('link', { name: de.nav.home, exact: true }).click();
    await isLive(one);
    await mark(one);
  }
  const cut = await missNothing(stage, page, cast);
  const strangers = await withoutAccount(stranger, cut.posts);
  const changes = await changeInPlace(stage, page, cast, cut.posts);
  const vote = await voteInCard(stage, page, stranger);
  await sayWhy(page, cast, cut.posts);
  for (const one of [page, stranger]) await assertNotReloaded(one);
  await staysOnce(page, cast, cut.posts);
  noteFigures({ ...cut.figures, ...strangers, ...changes, ...vote });
});

/**
 * Publishes ten posts while the page is offline. All must arrive once, and no card may move before the reader asks for
 * them.
 */
async function missNothing(stage: Stage, page: Page, { first, second, town }: Cast) {
  const before = await titlesOf(page);
  await page.locator('[data-feed] > article').nth(4).scrollIntoViewIfNeeded();
  const mark = before[4] ?? assert.fail('five cards');
  const lost = performance.now();
  await page.context().setOffline(true);
  await page.locator('[data-live="reconnecting"]').first().waitFor();
  const posts: NewPost[] = [];
  const audiences = [[first], [second], [first, second], [town], [first, town]].map((groups) =>
    groups.map(({ id }) => id),
  );
  for (let n = 0; n < missedPosts; n++) {
    const title = `Während der Störung ${n + 1} ${randomUUID().slice(0, 6)}`;
    posts.unshift(await publishTo(stage, audiences[n % audiences.length] ?? [], title));
  }
  if (!stage.isShort) await setTimeout(60_000 - (performance.now() - lost)); // the outage must last a minute
  const top = await topOf(page, mark);
  const back = performance.now();
  await page.context().setOffline(false);
  await waitForNew(page, missedPosts);
  const caughtUp = performance.now();
  assert.equal(await topOf(page, mark), top, 'nothing moved');
  assert.deepEqual(await titlesOf(page), before, 'nothing came in by itself');
  await showNew(page);
  const after = await titlesOf(page);
  assert.deepEqual(
    after.slice(0, missedPosts),
    posts.map(({ title }) => title),
    'each once, the newest first',
  );
  // The entry that led the feed is a row now, possibly between reports that shared a row.
  const kept = before.filter((title) => !title.startsWith(reportsInOneRow));
  assert.deepEqual(
    kept.filter((title) => after.filter((one) => one === title).length !== 1),
    [],
    'what was there stays once',
  );
  const figures = {
    'posts during the cut': missedPosts,
    cut: `${((back - lost) / 1000).toFixed(1)} s`,
    'counted after': `${Math.round(caughtUp - back)} ms`,
  };
  return { posts, figures };
}

/** A device without an account receives only posts of the group that it remembers and of the town group. */
async function withoutAccount(page: Page, posts: readonly NewPost[]) {
  const own = posts.filter((_, i) => (posts.length - 1 - i) % 5 !== 1);
  await waitForNew(page, own.length);
  await showNew(page);
  const titles = (await titlesOf(page)).slice(0, own.length);
  assert.deepEqual(
    titles,
    own.map(({ title }) => title),
    'by the remembered group and the town',
  );
  return { 'without account': own.length };
}

/** A corrected post changes in its card, a withdrawn post disappears, a new post is counted at once. */
async function changeInPlace(stage: Stage, page: Page, { first }: Cast, posts: readonly NewPost[]) {
  const [newest, next] = posts;
  assert.ok(newest && next);
  await revisePost(stage, newest, 'Andere Uhrzeit');
  await cardOf(page, newest.title).getByText('Andere Uhrzeit').waitFor();
  const gone = await publishTo(stage, [first.id], `Nur kurz ${randomUUID().slice(0, 6)}`);
  const published = performance.now();
  await waitForNew(page, 1);
  const seen = Math.round(performance.now() - published);
  await showNew(page);
  await withdrawPost(stage, gone);
  await cardOf(page, gone.title).waitFor({ state: 'detached' });
  return { 'published to counted': `${seen} ms` };
}

/** Votes inside the card of the feed; the results in another visitor's card must change. */
async function voteInCard(stage: Stage, page: Page, stranger: Page) {
  const poll = await createPoll(stage, `Soll der Markt später enden? ${randomUUID().slice(0, 6)}`);
  for (const person of await stage.people(5)) await castVote(stage, poll.id, poll.options[0]?.id ?? '', person);
  for (const one of [page, stranger]) {
    await one.locator('[data-new]').waitFor();
    await showNew(one);
  }
  const card = await unfold(page, poll.title);
  const watched = (await unfold(stranger, poll.title)).getByRole('row', { name: labels[1] });
  await watched.scrollIntoViewIfNeeded();
  await card.getByRole('button', { name: de.poll.vote }).click();
  await card.getByRole('radio', { name: labels[1], exact: true }).check();
  await card.getByRole('button', { name: de.ballot.cast }).click();
  const pressed = performance.now();
  await card.getByText(de.vote.counted).waitFor();
  await watched.getByText(/^17/).waitFor();
  const milliseconds = Math.round(performance.now() - pressed);
  await card.getByText(de.results.own, { exact: true }).waitFor();
  return { 'vote to the other card': `${milliseconds} ms` };
}

/** The reason for a post names its group. Unfollowing the group there removes the posts that came only from it. */
async function sayWhy(page: Page, { second }: Cast, posts: readonly NewPost[]): Promise<void> {
  const alone = posts.filter((_, i) => (posts.length - 1 - i) % 5 === 1);
  const [post] = alone;
  assert.ok(post);
  const card = cardOf(page, post.title);
  await card.getByRole('button', { name: de.feed.menu }).click();
  await card.getByRole('link', { name: second.name, exact: true }).waitFor();
  const unfollow = sayingOf(de.feed.reason.unfollow, { name: second.name });
  await card.getByRole('button', { name: unfollow }).click();
  await card.waitFor({ state: 'detached' });
  const titles = await titlesOf(page);
  assert.ok(
    alone.every(({ title }) => !titles.includes(title)),
    'what came by this group alone is gone',
  );
}

async function staysOnce(page: Page, { second }: Cast, posts: readonly NewPost[]): Promise<void> {
  await page.goto(new URL('groups', `${page.url()}/`).href);
  await followOnPage(page, [second.name]);
  await page.getByRole('link', { name: de.nav.home, exact: true }).click();
  await page.reload();
  await cardOf(page, posts[0]?.title ?? '').waitFor();
  const titles = await titlesOf(page);
  for (const { title } of posts) assert.equal(titles.filter((shown) => shown === title).length, 1, `${title} once`);
}
