import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { unfold } from './harness/feedPage.ts';
import { noteFigures } from './harness/figures.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { expectedLine, pollPath, showsResults, startButton, voteOnPage } from './harness/pollPage.ts';
import { castVote, labels, type NewPoll, readResults } from './harness/polls.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';

test('results that are not to be seen are seen by nobody: not by citizens, staff or the API, until the rule says so', async ({
  stage,
}) => {
  const ownVote = await untilOwnVote(stage);
  const close = await untilClose(stage);
  const confirmed = await untilConfirmed(stage);
  const denied = ownVote.denied + close.denied + confirmed.denied;
  noteFigures({ 'asked in vain': denied, 'close to all pages': `${close.milliseconds} ms` });
});

async function untilOwnVote(stage: Stage): Promise<{ denied: number }> {
  const title = 'Wie oft soll der Bücherbus kommen?';
  const { poll } = await compose(stage, title, de.compose.visibility.AFTER_OWN_VOTE);
  const people = await stage.people(5);
  for (const person of people.slice(0, 4)) await castVote(stage, poll.id, poll.options[0]?.id ?? '', person);
  const path = pollPath(stage.town.path, poll.id);
  const mine = await stage.open(path, { as: people[4] });
  await showsNothing(mine, de.hidden.AFTER_OWN_VOTE);
  await mark(mine);

  // A vote opens the results only once there are five voters, and then only for those who voted.
  await voteOnPage(mine, labels[2]);
  await showsResults(mine, expectedLine([4, 0, 1]));
  await assertNotReloaded(mine);
  assert.equal(await readResults(stage, poll.id, people[0]), expectedLine([4, 0, 1]), 'API for who voted');
  return {
    denied: await seenByNobody(stage, poll, 'AFTER_OWN_VOTE', de.hidden.AFTER_OWN_VOTE, await outsiders(stage)),
  };
}

async function untilClose(stage: Stage): Promise<{ denied: number; milliseconds: number }> {
  const title = 'Welche Farbe soll der neue Bücherbus haben?';
  const { poll, page: admin } = await compose(stage, title, de.compose.visibility.AFTER_CLOSE);
  const people = await stage.people(6);
  for (const person of people.slice(0, 5)) await castVote(stage, poll.id, poll.options[1]?.id ?? '', person);
  const path = pollPath(stage.town.path, poll.id);
  const voter = await stage.open(path, { as: people[5] });
  await voteOnPage(voter, labels[0]);
  await voter.getByText(de.vote.counted).waitFor();
  const reason = sayingOf(de.hidden.AFTER_CLOSE);
  const viewers = [...(await outsiders(stage)), people[0], people[5]];
  const denied = await seenByNobody(stage, poll, 'AFTER_CLOSE', reason, viewers);

  const anonymous = await stage.open(path);
  await showsNothing(anonymous, reason);
  const pages = [admin, voter, anonymous];
  await Promise.all(pages.map(mark));
  await admin.getByRole('button', { name: de.closer.start }).click();
  const began = performance.now();
  await admin.getByRole('button', { name: de.closer.close }).click();
  const line = expectedLine([1, 5, 0]);
  await Promise.all(pages.map((page) => showsResults(page, line)));
  const milliseconds = Math.round(performance.now() - began);
  for (const page of pages) {
    await page.getByRole('heading', { name: de.results.final }).waitFor();
    await assertNotReloaded(page);
  }
  for (const as of viewers) assert.equal(await readResults(stage, poll.id, as), line, 'API after the end');
  return { denied, milliseconds };
}

async function untilConfirmed(stage: Stage): Promise<{ denied: number }> {
  const title = 'Wie soll der neue Bücherbus heißen?';
  const { poll, page: admin } = await compose(stage, title, de.compose.visibility.AFTER_CONFIRMATION);
  const people = await stage.people(5);
  for (const person of people) await castVote(stage, poll.id, poll.options[2]?.id ?? '', person);
  const citizen = await stage.open(pollPath(stage.town.path, poll.id), { as: people[0] });
  await mark(citizen);
  await admin.getByRole('button', { name: de.closer.start }).click();
  await admin.getByRole('button', { name: de.closer.close }).click();

  // After counting, the admin who confirms sees the results and nobody else does.
  const line = expectedLine([0, 0, 5]);
  await admin.getByRole('heading', { name: de.results.counted }).waitFor();
  await showsResults(admin, line);
  const reason = de.hidden.AFTER_CONFIRMATION;
  await showsNothing(citizen, reason);
  const others = [undefined, people[0], await stage.staff('bauhof'), await stage.staff('redaktion')];
  for (const as of others)
    assert.equal(await readResults(stage, poll.id, as), 'hidden: AFTER_CONFIRMATION', `API for ${as?.email ?? 'all'}`);
  await admin.getByRole('button', { name: de.confirming.start }).click();
  await admin.getByRole('button', { name: de.confirming.confirm }).click();
  await showsResults(citizen, line);
  await citizen.getByRole('heading', { name: de.results.final }).waitFor();
  await assertNotReloaded(citizen);
  await admin.getByRole('button', { name: de.confirming.start }).waitFor({ state: 'detached' });
  return { denied: others.length + 1 };
}

/** The admin fills in the form; the new poll's page opens. */
async function compose(stage: Stage, title: string, visibility: string): Promise<{ poll: NewPoll; page: Page }> {
  const page = await stage.open(`${stage.town.path}/polls/new`, {
    as: await stage.staff('verwaltung'),
    device: 'desktop',
  });
  await page.getByLabel(de.compose.question, { exact: true }).fill(title);
  await page.getByRole('button', { name: de.compose.addOption }).click();
  for (const [i, label] of labels.entries()) {
    await page
      .getByLabel(sayingOf(de.compose.option, { n: i + 1 }))
      .first()
      .fill(label);
  }
  await page.getByLabel(de.compose.closesAt, { exact: true }).fill(localTime(new Date(Date.now() + 2 * 86_400_000)));
  await page.getByText(visibility, { exact: true }).click();
  await startButton(page).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '');
  const { poll } = await stage.ask('query($id: ID!) { poll(id: $id) { questions { options { id label } } } }', { id });
  return { poll: { id, title, options: poll.questions[0].options }, page };
}

/** Viewers without access: signed out, a citizen without a vote, the clerk of a desk, the editor and the admin. */
async function outsiders(stage: Stage) {
  const staff = await Promise.all(['bauhof', 'redaktion', 'verwaltung'].map((key) => stage.staff(key)));
  return [undefined, await stage.person('onlooker'), ...staff];
}

/** Checks poll page, home card and API for each viewer; returns the number of checks without a leak. */
async function seenByNobody(
  stage: Stage,
  poll: NewPoll,
  code: string,
  text: string | RegExp,
  viewers: Awaited<ReturnType<typeof outsiders>>,
): Promise<number> {
  for (const as of viewers) {
    assert.equal(await readResults(stage, poll.id, as), `hidden: ${code}`, `API for ${as?.email ?? 'everybody'}`);
    const { poll: raw } = await stage.ask(rawQuery, { id: poll.id }, as);
    assert.equal(JSON.stringify(raw).includes('votes'), false, 'no votes in any other way');
  }
  const [, citizen, clerk] = viewers;
  for (const as of [citizen, clerk]) {
    const page = await stage.open(pollPath(stage.town.path, poll.id), as ? { as } : {});
    await showsNothing(page, text);
    await page.goto(stage.town.origin + stage.town.path);
    const card = await unfold(page, poll.title);
    await card.getByText(text).waitFor();
    assert.equal(await card.getByRole('table').count(), 0, 'no bars on the card');
  }
  return viewers.length;
}

const rawQuery = `query($id: ID!) { poll(id: $id) { results {
  ... on PollTally { questions { options { votes } } } ... on HiddenResults { turnout } } } }`;

async function showsNothing(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).waitFor();
  assert.equal(await page.getByRole('table').count(), 0, 'no bars on the page');
}

/** Local time in the form of the browser's date field. */
function localTime(date: Date): string {
  return date.toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' }).slice(0, 16).replace(' ', 'T');
}
