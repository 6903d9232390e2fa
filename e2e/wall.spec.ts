import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { noteFigures } from './harness/figures.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { patience } from './harness/patience.ts';
import { pollPath, voteOnPage } from './harness/pollPage.ts';
import { castVote, createPoll, labels, type NewPoll } from './harness/polls.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

test(
  'a poll on the wall moves with each vote, shows its bars on the space bar, and never what the hall may not see',
  { tag: '@desktop' },
  async ({ stage }) => {
    const open = await shownAndHidden(stage);
    const secret = await neverThere(stage);
    noteFigures({ ...open, ...secret, 'questions turned by arrows': await turnPages(stage) });
  },
);

async function shownAndHidden(stage: Stage): Promise<{ 'vote to wall': string }> {
  const poll = await createPoll(stage, 'Welchen Namen bekommt die neue Brücke?');
  await voteAll(stage, poll, 5);
  const page = await openWall(stage, poll, await stage.staff('redaktion'));
  await showsTurnout(page, 5);
  assert.equal(await page.locator('[data-share]').count(), 0, 'no bar before it is revealed');
  const join = `${stage.town.origin}${pollPath(stage.town.path, poll.id)}`;
  assert.equal(decodeURIComponent((await page.locator('svg[data-text]').getAttribute('data-text')) ?? ''), join);
  await mark(page);

  const voter = await stage.open(pollPath(stage.town.path, poll.id), {
    as: await stage.person('in-the-hall'),
    device: 'phone',
  });
  const began = performance.now();
  await voteOnPage(voter, labels[2]);
  await showsTurnout(page, 6);
  const milliseconds = Math.round(performance.now() - began);
  await page.keyboard.press('Space');
  await showsShares(page, [50, 33, 17]);
  assert.deepEqual(await findBarriers(page), [], 'the wall is without barrier');
  await castVote(stage, poll.id, poll.options[2]?.id ?? '', await stage.person('late-in-the-hall'));
  await showsShares(page, [43, 29, 29]);
  await page.keyboard.press('Space');
  await page.locator('[data-share]').first().waitFor({ state: 'detached' });
  await assertNotReloaded(page);
  return { 'vote to wall': `${milliseconds} ms` };
}

/**
 * A survey is shown question by question, and each result is revealed separately; its five-digit code opens it on a
 * phone.
 */
async function turnPages(stage: Stage): Promise<number> {
  const options = [...labels];
  const questions = [
    { text: 'Soll das Bad länger öffnen?', kind: 'SINGLE', options },
    { text: 'Was fehlt im Bad?', kind: 'TEXT', options: [] },
    { text: 'Was ist im Bad am wichtigsten?', kind: 'RANKING', options: ['Rutsche', 'Sauna', 'Liegen'] },
  ];
  const poll = await createPoll(stage, 'Ihre Meinung zum Freibad', 'LIVE', { questions });
  const page = await stage.open(`${pollPath(stage.town.path, poll.id)}/wall`, {
    as: await stage.staff('redaktion'),
    device: 'desktop',
  });
  const shows = (text: string) => page.getByRole('heading', { level: 1, name: text }).waitFor();
  await shows('Soll das Bad länger öffnen?');
  await page.keyboard.press('ArrowLeft'); // there is no question before
  await page.keyboard.press('ArrowRight');
  await shows('Was fehlt im Bad?');
  await page.getByText(de.results.inWords).waitFor();
  await page.keyboard.press('ArrowRight');
  await shows('Was ist im Bad am wichtigsten?');
  await page.keyboard.press('ArrowRight'); // it was the last question
  await page.getByText(sayingOf(de.wall.question, { n: 3, of: 3 })).waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the wall of a survey is without barrier');
  const code = (await page.locator('[data-pin]').innerText()).replace(/\D/g, '');
  const phone = await stage.open(`${stage.town.path}/polls`, { device: 'phone' });
  await phone.getByText(de.polls.haveCode).click();
  await phone.getByLabel(de.polls.code).fill(code);
  await phone.getByRole('button', { name: de.polls.toPoll }).click();
  await phone.waitForURL(`**${encodeURI(pollPath(stage.town.path, poll.id))}`);
  await phone.goBack();
  await phone.getByText(de.polls.haveCode).click();
  await phone.getByLabel(de.polls.code).fill('1234');
  await phone.getByRole('button', { name: de.polls.toPoll }).click();
  await phone.getByText(de.polls.badCode).waitFor();
  return 2;
}

/**
 * The host of the wall has voted and may see the results on their own page; the audience may not, so the wall must not
 * receive them.
 */
async function neverThere(stage: Stage): Promise<{ 'messages without votes': number; 'found (control)': number }> {
  const poll = await createPoll(stage, 'Wohin kommt die Bühne beim Stadtfest?', 'AFTER_OWN_VOTE');
  await voteAll(stage, poll, 6);
  const host = (await stage.people(6))[0];
  assert.ok(host);
  const page = await stage.open('/nowhere', { as: host, device: 'desktop' });
  const received = listenIn(page);
  await page.goto(`${stage.town.origin}${pollPath(stage.town.path, poll.id)}/wall`);
  await showsTurnout(page, 6);
  await page.keyboard.press('Space');
  await castVote(stage, poll.id, poll.options[1]?.id ?? '', await stage.person('in-the-hall'));
  await showsTurnout(page, 7);
  await page.getByText(sayingOf(de.hidden.AFTER_OWN_VOTE)).waitFor();
  assert.equal(await page.locator('[data-share]').count(), 0, 'the space bar reveals nothing');
  const wallHeard = received.splice(0);
  assert.ok(
    wallHeard.some((text) => text.includes('"turnout":7')),
    'the stream was overheard',
  );
  assert.deepEqual(
    wallHeard.filter((text) => text.includes('"votes"')),
    [],
    'no votes were sent to the wall',
  );

  // Control: the same listener receives votes on the host's own page.
  await page.getByRole('link', { name: de.wall.leave }).click();
  await page.getByRole('table').first().waitFor();
  const found = received.filter((text) => text.includes('"votes"')).length;
  assert.ok(found > 0, 'votes are heard where they may be seen');
  return { 'messages without votes': wallHeard.length, 'found (control)': found };
}

async function openWall(stage: Stage, { id, title }: NewPoll, as: Person): Promise<Page> {
  const page = await stage.open(`${pollPath(stage.town.path, id)}/wall`, { as, device: 'desktop' });
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.locator('[data-live="live"]').waitFor();
  return page;
}

/** Casts votes: of six people three choose the first option, two the second, one the third. */
async function voteAll(stage: Stage, { id, options }: NewPoll, count: number): Promise<void> {
  const choices = [0, 0, 0, 1, 1, 2];
  for (const [i, person] of (await stage.people(count)).entries()) {
    await castVote(stage, id, options[choices[i] ?? 0]?.id ?? '', person);
  }
}

async function showsTurnout(page: Page, n: number): Promise<void> {
  await page.locator('[data-turnout] .wall-count', { hasText: new RegExp(`^${n}$`) }).waitFor();
}

async function showsShares(page: Page, expected: readonly number[]): Promise<void> {
  const read = async (): Promise<string> =>
    (await page.locator('[data-share]').allInnerTexts()).map((text) => Number.parseInt(text, 10)).join(' ');
  await becomesTrue(async () => (await read()) === expected.join(' '), patience);
  assert.equal(await read(), expected.join(' '));
}

/** Texts of all GraphQL answers and messages that this page receives, over HTTP or WebSocket. */
function listenIn(page: Page): string[] {
  const received: string[] = [];
  page.on('response', (response) => {
    if (!response.url().endsWith('/graphql')) return;
    response.text().then(
      (text) => received.push(text),
      () => received.push('(gone with its page)'),
    );
  });
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => received.push(String(payload)));
  });
  return received;
}
