import assert from 'node:assert/strict';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { heard, listen, onlyOne } from './harness/announcements.ts';
import { noteFigures } from './harness/figures.ts';
import { assertFocused, cardOn, openBoard, reportIssue, stageOfIssue } from './harness/issues.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';

test(
  'a card goes where the mouse drops it if the table allows, is told once, and can be taken back untold',
  { tag: '@desktop' },
  async ({ stage }) => {
    const clerk = await stage.staff('verwaltung');
    const page = await openBoard(stage, clerk);
    await Promise.all([mark(page), listen(page)]);
    const text = 'Der Deckel des Schachts klappert, wenn ein Auto darüberfährt.';
    const reference = await reportIssue(stage, { address: 'Am Graben 4', text }, await stage.person('reporter'));
    await cardOn(page, reference, 'NEW').waitFor();
    await heard(page);

    const lit = await dropOn(page, reference, 'WAITING');
    assert.deepEqual(lit, ['REVIEWED', 'IN_PROGRESS', 'DONE'], 'only columns that the table allows are lit');
    const words = { reference, from: de.stage.NEW, to: de.stage.WAITING };
    assert.match(await onlyOne(page), sayingOf(de.board.illegal, words), 'the refusal says why');
    assert.equal(await stageOfIssue(stage, reference, clerk), 'NEW', 'a refused drop moves nothing');

    await triage(page, reference);
    await page.keyboard.press('Control+z');
    await cardOn(page, reference, 'NEW').waitFor();
    assert.match(await onlyOne(page), sayingOf(de.board.undone, { reference, status: de.status.SUBMITTED }));
    await assertFocused(page, reference);
    assert.equal(await stageOfIssue(stage, reference, clerk), 'NEW', 'taken back, not only hidden');
    await triage(page, reference);

    await decline(page, reference);
    await cardOn(page, reference, 'DONE').waitFor();
    assert.equal(await stageOfIssue(stage, reference, clerk), 'DONE', 'the status was chosen, then the reason');
    await assertNotReloaded(page);
    const { email } = await stage.person('reporter');
    await stage.mailbox.waitFor(email, ({ text }) => text.includes(reference) && text.includes(reason));
    const mails = (await stage.mailbox.to(email)).filter(({ text }) => text.includes(reference));
    assert.equal(mails.length, 2, 'told of the two steps that stood, not of the one taken back');
    noteFigures({
      drops: 4,
      'reads of a board': await readOnce(stage),
      'planted and found (control)': await control(stage, page, reference),
    });
  },
);

const reason = 'Der Schacht gehört dem Land.';

/** Drags the card into the column; returns the columns that were highlighted as possible targets. */
async function dropOn(page: Page, reference: string, column: string): Promise<string[]> {
  const from = cardOn(page, reference);
  const to = page.locator(`[data-stage="${column}"]`);
  await from.scrollIntoViewIfNeeded();
  const start = await boxOf(from);
  const end = await boxOf(to);
  await page.mouse.move(start.x + start.width / 2, start.y + start.height - 6);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + 120, { steps: 8 });
  await page.locator('[data-takes]').first().waitFor();
  const lit: string[] = await page
    .locator('[data-takes="true"]')
    .evaluateAll((columns) => columns.map((lit) => String(lit.getAttribute('data-stage'))));
  await page.mouse.up();
  return lit;
}

async function triage(page: Page, reference: string): Promise<void> {
  await dropOn(page, reference, 'REVIEWED');
  await cardOn(page, reference, 'REVIEWED').waitFor();
  assert.match(await onlyOne(page), sayingOf(de.board.moved, { reference, status: de.status.TRIAGED }));
  await assertFocused(page, reference);
}

/** Drags the card to "Erledigt", which has several statuses: the dialog asks for the status, then for the reason. */
async function decline(page: Page, reference: string): Promise<void> {
  await dropOn(page, reference, 'DONE');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: de.status.DECLINED, exact: true }).click();
  await dialog.getByLabel(de.move.reason).fill(reason);
  await dialog.getByRole('button', { name: de.move.send.telling }).click();
}

async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await element.boundingBox();
  assert.ok(box, 'it is on the screen');
  return box;
}

/** The board is read once when it opens; its subscription continues from there and brings later reports. */
async function readOnce(stage: Stage): Promise<number> {
  let reads = 0;
  const prepare = async (context: BrowserContext): Promise<void> => {
    await context.route('**/graphql', (route, request) => {
      if (request.postData()?.includes('"BoardStart"')) reads++;
      return route.continue();
    });
  };
  const as = await stage.staff('bauhof');
  const page = await stage.open(`${stage.town.path}/board`, { as, device: 'desktop', prepare });
  await page.locator('[data-card]').first().waitFor();
  const text = 'Am Spielplatz fehlt ein Brett in der Bank.';
  // A person of this scenario alone: another scenario could sign a shared person out, and the report would need
  // confirmation.
  const reference = await reportIssue(stage, { address: 'Am Graben 4', text }, await stage.person('board-walker'));
  await cardOn(page, reference, 'NEW').waitFor();
  assert.equal(reads, 1, 'nothing is read again when the stream begins');
  await page.reload();
  await cardOn(page, reference, 'NEW').waitFor();
  assert.equal(reads, 2, 'a second reading is counted (control)');
  await page.context().close();
  return 1;
}

/** Control: a second live region that repeats every message must be detected. */
async function control(stage: Stage, page: Page, reference: string): Promise<number> {
  await page.evaluate(`(() => {
    const echo = document.createElement('p');
    echo.setAttribute('aria-live', 'polite');
    document.body.append(echo);
    const toasts = [...document.querySelectorAll('[role=status]')].at(-1);
    new MutationObserver(() => { echo.textContent = toasts.textContent; }).observe(toasts, { childList: true });
  })()`);
  await heard(page);
  await dropOn(page, reference, 'NEW');
  await assert.rejects(() => onlyOne(page), /said once/, 'the planted echo is heard');
  assert.equal(await stageOfIssue(stage, reference, await stage.staff('verwaltung')), 'DONE');
  return 1;
}
