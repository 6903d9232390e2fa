import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { cardOn, chooseMove, openBoard, reportIssue, stageOfIssue } from './harness/issues.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';

test(
  'of two clerks who move a card at once one is told who was first, and both boards are right',
  { tag: '@desktop' },
  async ({ stage }) => {
    const first = await stage.staff('bauhof');
    const second = await stage.staff('verwaltung');
    const boardOfFirst = await openBoard(stage, first);
    const boardOfSecond = await openBoard(stage, second);
    const boards = [boardOfFirst, boardOfSecond];
    await Promise.all(boards.map(mark));
    const rounds = stage.isShort ? 1 : 3;
    for (let round = 1; round <= rounds; round++) {
      const text = `Zwei Leute lesen das zugleich, zum ${round}. Mal.`;
      const reference = await reportIssue(stage, { address: 'Rheinpromenade', text }, await stage.person('reporter'));
      for (const board of boards) await cardOn(board, reference, 'NEW').waitFor();
      const late = await holdNextMove(boardOfSecond);
      await chooseMove(boardOfSecond, reference, de.status.DECLINED);
      const dialog = boardOfSecond.getByRole('dialog');
      await dialog.getByLabel(de.move.reason).fill('Das ist keine Aufgabe der Stadt.');
      await dialog.getByRole('button', { name: de.move.send.telling }).click();
      await late.asked;
      await chooseMove(boardOfFirst, reference, de.status.TRIAGED);
      await boardOfFirst.getByText(sayingOf(de.board.moved, { reference, status: de.status.TRIAGED })).waitFor();
      await late.letGo();

      const told = sayingOf(de.board.conflict, { reference, status: de.status.TRIAGED });
      const toast = boardOfSecond.getByRole('status').getByText(told);
      await toast.waitFor();
      assert.match(await toast.innerText(), /Bauhof/, 'says who was first');
      for (const board of boards) await cardOn(board, reference, 'REVIEWED').waitFor();
      assert.equal(await stageOfIssue(stage, reference, first), 'REVIEWED', 'the API agrees with the boards');
    }
    await Promise.all(boards.map(assertNotReloaded));
    noteFigures({ rounds });
  },
);

/** Holds the next move between browser and server. `asked` resolves when it is sent, `letGo` lets it arrive. */
async function holdNextMove(page: Page): Promise<{ asked: Promise<void>; letGo: () => Promise<void> }> {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((done) => (open = done));
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((done) => (tell = done));
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('MoveIssue') === true) {
      tell();
      await gate;
    }
    await route.continue();
  });
  const letGo = async (): Promise<void> => {
    open();
    await page.unrouteAll({ behavior: 'wait' });
  };
  return { asked, letGo };
}
