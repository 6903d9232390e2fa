import assert from 'node:assert/strict';
import type { Page, Request } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import { castByKeys, fill, findAgain } from './harness/booth.ts';
import { noteFigures } from './harness/figures.ts';
import { pollPath } from './harness/pollPage.ts';
import { createPoll, labels, type NewPoll } from './harness/polls.ts';
import { joinGroup, openGroups } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const secret = { secrecy: 'SECRET', eligibility: 'MEMBERS', changeAllowed: false };

test('a secret ballot is cast without a cookie, survives a reload, and is found again by its voter alone', async ({
  stage,
}) => {
  const a = await stage.person('secret-a');
  const b = await stage.person('secret-b');
  const voters = [a, b, await stage.person('secret-c')] as const;
  const { town } = await openGroups(stage);
  for (const voter of voters) await joinGroup(stage, town.id, voter);
  const poll = await createPoll(stage, 'Soll die Promenade autofrei werden?', 'AFTER_CLOSE', secret);
  const first = await castNow(stage, poll, voters[0]);
  const waited = await castLater(stage, poll, voters[1]);
  const { keys } = await castByKeys(stage, poll, voters[2]);
  const close = 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }';
  await stage.ask(close, { id: poll.id }, await stage.staff('redaktion'));
  await findAgain(stage, first.page, poll, ['1', '1', '1']);
  await noticeChange(stage, poll);
  noteFigures({
    'ballot to receipt': `${first.milliseconds} ms`,
    'cookies sent to the box': 0,
    'reloads survived': waited,
    'keys on a phone, no finger': keys,
  });
});

/** Goes from the poll to the booth, marks a choice and casts the ballot at once. */
async function castNow(stage: Stage, poll: NewPoll, as: Person): Promise<{ page: Page; milliseconds: number }> {
  const page = await stage.open(pollPath(stage.town.path, poll.id), { as });
  await page.getByRole('link', { name: de.booth.enter }).click();
  await page.getByRole('radio', { name: labels[0], exact: true }).waitFor();
  await page.getByRole('heading', { name: poll.title }).waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the booth is without barrier');
  await page.locator('[data-limits] summary').click();
  await page.getByText(de.booth.limits.forced).waitFor();
  const posted = page.waitForRequest((request) => request.url().includes('/ballot-box/'));
  const began = performance.now();
  await fill(page, labels[0]);
  await page.getByText(de.booth.sending).waitFor();
  await page.getByRole('button', { name: de.booth.now }).click();
  await knowsNobody(await posted);
  await page.getByText(de.booth.showNobody).waitFor();
  const milliseconds = Math.round(performance.now() - began);
  assert.deepEqual(await findBarriers(page), [], 'the receipt is without barrier');
  return { page, milliseconds };
}

async function knowsNobody(request: Request): Promise<void> {
  const { cookie, authorization, referer } = await request.allHeaders();
  assert.deepEqual(
    { cookie, authorization, referer },
    { cookie: undefined, authorization: undefined, referer: undefined },
  );
}

/** Lets the ballot wait, returns after a reload and casts it then. */
async function castLater(stage: Stage, poll: NewPoll, as: Person): Promise<number> {
  const page = await stage.open(`${pollPath(stage.town.path, poll.id)}/booth`, { as });
  await fill(page, labels[2]);
  await page.getByRole('button', { name: de.booth.later, exact: true }).click();
  await page.getByText(de.booth.issued).waitFor();
  await page.reload();
  await page.getByText(de.booth.issued).waitFor();
  assert.equal(await page.getByRole('radio').count(), 0, 'what is signed cannot be changed');
  await page.getByRole('button', { name: de.booth.now }).click();
  await page.getByText(de.booth.showNobody).waitFor();
  await page.reload();
  await page.locator('[data-receipt]').waitFor();
  return 2;
}

/** Control: when the bulletin board has one changed vote, the recount must report an error. */
async function noticeChange(stage: Stage, poll: NewPoll): Promise<void> {
  const path = `${pollPath(stage.town.path, poll.id)}/ballots`;
  const page = await stage.open(stage.town.path);
  await page.route('**/ballot-box/*/board.json', async (route) => {
    const response = await route.fetch();
    const board = await response.text();
    await route.fulfill({ response, body: board.replace('"choices":"0"', '"choices":"1"') });
  });
  await page.goto(`${stage.town.origin}${path}`);
  await page.getByText(de.recount.wrong).waitFor();
}
