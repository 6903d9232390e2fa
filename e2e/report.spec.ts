import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { cardOn, chooseMove, menuOn, openBoard, reportOnPage } from './harness/issues.ts';
import { tabTo } from './harness/keys.ts';
import { linkIn } from './harness/mailbox.ts';
import { assertNotReloaded, mark, pressedAt, shownAt, startClock } from './harness/page.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

test('a report from a phone lands on the open board, each step of the town hall on the reporter’s open page', async ({
  stage,
}) => {
  const board = await openBoard(stage, await stage.staff('bauhof'));
  await Promise.all([mark(board), startClock(board)]);
  const signedIn = await fromAccount(stage, board);
  const moves = await workOn(stage, board, signedIn);
  const addressed = await withAddress(stage, board);
  const claimed = await withoutAddress(stage, board);
  await assertNotReloaded(board);
  noteFigures({
    'report to board': `${signedIn.milliseconds} ms`,
    'with an address': `${addressed} ms`,
    'by claim code': `${claimed} ms`,
    'move to timeline': `${moves.milliseconds} ms`,
    'Tab presses to the menu': moves.presses,
  });
});

interface Reported {
  readonly page: Page;
  readonly reference: string;
  readonly milliseconds: number;
}
const email = 'reporter@example.org';

async function fromAccount(stage: Stage, board: Page): Promise<Reported> {
  const page = await stage.open(`${stage.town.path}/report`, { as: await stage.person('reporter') });
  await startClock(page);
  const reference = await reportOnPage(page, { address: 'Linzer Straße 3', text: 'Die Gehwegplatte wackelt stark.' });
  const milliseconds = await untilOnBoard(board, reference, await pressedAt(page));
  await page.getByRole('link', { name: de.done.look }).click();
  await page.locator('[data-timeline]').getByText(de.status.SUBMITTED).waitFor();
  await page.locator('[data-live="live"]').waitFor();
  return { page, reference, milliseconds };
}

/** Works on the report: triage by keyboard alone, then assignment to a desk and solution by mouse. */
async function workOn(stage: Stage, board: Page, { page, reference }: Reported) {
  await Promise.all([mark(page), startClock(page)]);
  await board.locator('#main').focus();
  const presses = await tabTo(board, menuOn(board, reference));
  await board.keyboard.press('Enter');
  const choice = board.getByRole('menuitem', { name: de.status.TRIAGED, exact: true });
  for (const focus = board.locator(':focus'); (await choice.and(focus).count()) === 0;) {
    await board.keyboard.press('ArrowDown');
  }
  const began: number = await board.evaluate('performance.timeOrigin + performance.now()');
  await board.keyboard.press('Enter');
  const timeline = page.locator('[data-timeline]');
  await timeline.getByText(de.status.TRIAGED).waitFor();
  const milliseconds = Math.round((await shownAt(page, de.status.TRIAGED, began)) - began);
  await cardOn(board, reference, 'REVIEWED').waitFor();

  await chooseMove(board, reference, de.status.ASSIGNED);
  await board.getByRole('dialog').getByLabel(de.move.desk).selectOption({ label: 'Bauhof' });
  await board.getByRole('dialog').getByRole('button', { name: de.move.send.telling }).click();
  await timeline.getByText(de.status.ASSIGNED).waitFor();

  const answer = 'Die Platte liegt wieder fest.';
  await chooseMove(board, reference, de.status.RESOLVED);
  await board.getByRole('dialog').getByLabel(de.move.answer).fill(answer);
  await board.getByRole('dialog').getByRole('button', { name: de.move.send.telling }).click();
  await timeline.getByText(answer).waitFor();
  await cardOn(board, reference, 'DONE').waitFor();
  await assertNotReloaded(page);
  await stage.mailbox.waitFor(email, ({ text }) => text.includes(answer));
  const mails = (await stage.mailbox.to(email)).filter((mail) => `${mail.subject} ${mail.text}`.includes(reference));
  assert.ok(mails.length >= 2, `mails about ${reference}: ${mails.length}`);
  return { milliseconds, presses };
}

async function withAddress(stage: Stage, board: Page): Promise<number> {
  const address = 'visitor@example.org';
  const page = await stage.open(`${stage.town.path}/report`);
  await startClock(page);
  const reference = await reportOnPage(page, {
    address: 'Pützgasse 1',
    text: 'Ein Ast hängt tief über dem Weg.',
    email: address,
  });
  const milliseconds = await untilOnBoard(board, reference, await pressedAt(page));
  await page.getByRole('heading', { name: de.done.title }).waitFor();
  const mail = await stage.mailbox.waitFor(address, ({ text }) => text.includes('/confirm/'));
  const confirming = await stage.open(linkIn(mail.text));
  await confirming.getByText(de.confirmIssue.text).waitFor();
  await confirming.getByRole('button', { name: de.confirmIssue.action }).click();
  await confirming.getByRole('heading', { name: de.confirmIssue.done }).waitFor();
  return milliseconds;
}

async function withoutAddress(stage: Stage, board: Page): Promise<number> {
  const page = await stage.open(`${stage.town.path}/report`);
  await startClock(page);
  const reference = await reportOnPage(page, { address: 'Freiligrathstraße 2', text: 'Der Gully ist verstopft.' });
  const code = await page.locator('[data-claim-code]').innerText();
  const milliseconds = await untilOnBoard(board, reference, await pressedAt(page));

  const elsewhere = await stage.open(`${stage.town.path}/issues/${reference}`);
  await elsewhere.getByLabel(de.claim.code).fill('AAAAA-AAAAA');
  await elsewhere.getByRole('button', { name: de.claim.open }).click();
  await elsewhere.getByText(de.claim.wrong).waitFor();
  await elsewhere.getByLabel(de.claim.code).fill(code);
  await elsewhere.getByRole('button', { name: de.claim.open }).click();
  await elsewhere.locator('[data-timeline]').getByText(de.status.SUBMITTED).waitFor();
  return milliseconds;
}

async function untilOnBoard(board: Page, reference: string, pressed: number): Promise<number> {
  await cardOn(board, reference, 'NEW').waitFor();
  return Math.round((await shownAt(board, reference, pressed)) - pressed);
}
