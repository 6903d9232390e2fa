import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { cardOf, unfold } from './harness/feedPage.ts';
import { noteFigures } from './harness/figures.ts';
import { linkIn } from './harness/mailbox.ts';
import { pollPath } from './harness/pollPage.ts';
import { castVote, createPoll, labels, type NewPoll } from './harness/polls.ts';
import { askForCode, codeIn, signInByCode, typeCode } from './harness/signInForm.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, errorText } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const close = 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }';

test(
  'a visitor chooses in the feed, reloads, signs in and casts at the same card',
  { tag: ['@phone', '@desktop'] },
  async ({ stage }) => {
    const poll = await createPoll(stage, `Soll die Bank ans Ufer? ${randomUUID()}`);
    await createPoll(stage, `Soll der Steg länger werden? ${randomUUID()}`);
    const page = await stage.open(stage.town.path);
    await beginInFeed(page, poll);
    await page.getByText(de.voters.mail).waitFor();
    await chooseIn(page, labels[1]);
    assert.deepEqual(await findBarriers(page), [], 'the ballot of a visitor');
    await page.reload();
    await page.getByText(de.vote.keptSignIn).waitFor();
    assert.ok(await radio(page, labels[1]).isChecked(), 'kept across the reload');
    await page.getByRole('button', { name: de.vote.toSignIn }).click();
    await signInByCode(page, stage, `feed-${randomUUID()}@example.org`);
    await page.getByText(de.vote.keptCast).waitFor();
    assert.equal(new URL(page.url()).hash, `#poll-${poll.id}`);
    await assertAtCard(page, poll);
    assert.ok(await radio(page, labels[1]).isChecked(), 'kept across the sign-in');
    assert.equal(await turnoutOf(stage, poll), 0, 'nothing is cast without a press');
    assert.deepEqual(await findBarriers(page), [], 'the kept choice');
    await page.getByRole('button', { name: de.ballot.cast }).click();
    await cardOf(page, poll.title).getByText(de.vote.counted).waitFor();
    assert.equal(await turnoutOf(stage, poll), 1);
    await page.reload();
    await cardOf(page, poll.title).getByText(de.vote.counted).waitFor();
    assert.equal(await page.getByText(de.vote.keptChange).count(), 0, 'the counted choice is not kept');
  },
);

test('the link of the mail leads to the page of the poll with the choice', async ({ stage }) => {
  const poll = await createPoll(stage, `Soll der Park nachts schließen? ${randomUUID()}`);
  const page = await stage.open(pollPath(stage.town.path, poll.id));
  await chooseIn(page, labels[0]);
  await page.getByRole('button', { name: de.vote.toSignIn }).click();
  const email = `link-${randomUUID()}@example.org`;
  await askForCode(page, email);
  const tab = await page.context().newPage();
  await tab.goto(linkIn(await stage.mailbox.nextMail(email)));
  await tab.getByRole('button', { name: de.signIn.confirm }).click();
  await tab.getByText(de.vote.keptCast).waitFor();
  assert.equal(new URL(tab.url()).pathname, pollPath(stage.town.path, poll.id));
  await tab.getByRole('button', { name: de.ballot.cast }).click();
  await tab.getByText(de.vote.counted).waitFor();
});

test('a poll for members says so before the sign-in and at the door of the booth', async ({ stage }) => {
  const open = await createPoll(stage, `Soll der Verein umziehen? ${randomUUID()}`, 'LIVE', { eligibility: 'MEMBERS' });
  const secret = await createPoll(stage, `Wer leitet den Verein? ${randomUUID()}`, 'AFTER_CLOSE', {
    secrecy: 'SECRET',
    eligibility: 'MEMBERS',
    changeAllowed: false,
  });
  const page = await stage.open(pollPath(stage.town.path, open.id));
  await page.locator('[data-voters]').getByRole('link').waitFor();
  assert.equal(await page.getByText(de.voters.mail).count(), 0);
  await page.goto(stage.town.origin + pollPath(stage.town.path, secret.id));
  await page.locator('[data-voters]').getByRole('link').waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the door of the booth');
  await page.getByRole('link', { name: de.vote.toSignIn }).click();
  await signInByCode(page, stage, `fresh-${randomUUID()}@example.org`);
  await page.getByText(errorText('NOT_ELIGIBLE')).waitFor();
  assert.equal(new URL(page.url()).pathname, pollPath(stage.town.path, secret.id));
  assert.equal(await page.getByRole('link', { name: de.booth.enter }).count(), 0, 'no way into the booth');
  await page.goto(stage.town.origin + pollPath(stage.town.path, open.id));
  await page.getByText(errorText('NOT_ELIGIBLE')).waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the refusal');
});

test('a poll that closes while people vote says that the vote was not counted', async ({ stage }) => {
  const poll = await createPoll(stage, `Soll der Markt länger öffnen? ${randomUUID()}`);
  const path = pollPath(stage.town.path, poll.id);
  const voted = await stage.person('early-voter');
  await castVote(stage, poll.id, poll.options[0]?.id ?? '', voted);
  const writes = await stage.open(path, { as: await stage.person('late-voter') });
  const changes = await stage.open(path, { as: voted });
  const counted = await stage.open(path, { as: voted });
  const returns = await stage.open(path);
  await chooseIn(writes, labels[2]);
  await changes.getByRole('button', { name: de.vote.change, exact: true }).click();
  await chooseIn(changes, labels[1]);
  await counted.getByText(de.vote.counted).waitFor();
  await chooseIn(returns, labels[0]);
  await returns.getByRole('button', { name: de.vote.toSignIn }).click();
  const email = `returns-${randomUUID()}@example.org`;
  await askForCode(returns, email);
  await radio(writes, labels[2]).focus();
  await writes.locator('[data-live="live"]').waitFor();
  const began = performance.now();
  await stage.ask(close, { id: poll.id }, await stage.staff('redaktion'));
  const alert = writes.getByRole('alert');
  await alert.getByText(de.ending.now).waitFor();
  const milliseconds = Math.round(performance.now() - began);
  assert.match(await alert.innerText(), new RegExp(`${de.ending.notCounted}[^]*${labels[2]}`));
  assert.equal(await writes.getByRole('radio').count(), 0, 'the ballot is gone');
  assert.equal(await writes.evaluate("document.activeElement.contains(document.querySelector('[role=alert]'))"), true);
  assert.deepEqual(await findBarriers(writes), [], 'the notice');
  await changes.getByText(de.ending.changeNotCounted).waitFor();
  await typeCode(returns, codeIn(await stage.mailbox.nextMail(email)));
  await returns.getByText(de.ending.notCounted).waitFor();
  await returns.getByRole('listitem').filter({ hasText: labels[0] }).waitFor();
  await counted.getByText(de.results.final).waitFor();
  assert.equal(await counted.getByText(de.ending.now).count(), 0, 'who voted is not alarmed');
  noteFigures({ 'close to notice': `${milliseconds} ms`, 'axe violations': 0 });
});

async function beginInFeed(page: Page, poll: NewPoll): Promise<void> {
  await (await unfold(page, poll.title)).getByRole('button', { name: de.poll.vote, exact: true }).click();
}

async function chooseIn(page: Page, label: string): Promise<void> {
  await radio(page, label).check();
}

function radio(page: Page, label: string) {
  return page.getByRole('radio', { name: label, exact: true });
}

/** Asserts that the card has the focus and begins on the screen. */
async function assertAtCard(page: Page, poll: NewPoll): Promise<void> {
  const card = cardOf(page, poll.title);
  await card.locator('[role=group]:focus').waitFor();
  const { y = NaN } = (await card.boundingBox()) ?? {};
  const { height = 0 } = page.viewportSize() ?? {};
  assert.ok(y > -60 && y < height / 2, `the card begins at ${y} pixels`);
}

async function turnoutOf(stage: Stage, { id }: NewPoll): Promise<number> {
  return (await stage.ask(turnoutQuery, { id })).pollResults.turnout;
}

const turnoutQuery = `query($id: ID!) { pollResults(pollId: $id) {
  ... on PollTally { turnout } ... on HiddenResults { turnout } } }`;
