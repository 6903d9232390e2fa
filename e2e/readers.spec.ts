import assert from 'node:assert/strict';
import { noteFigures } from './harness/figures.ts';
import { cardOn, openBoard, reportIssue } from './harness/issues.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { test } from './harness/test.ts';

test(
  'the board shows which colleague has a report open, at once, and no longer when it is closed',
  { tag: '@desktop' },
  async ({ stage }) => {
    const reference = await reportIssue(
      stage,
      { address: 'Am Graben', text: 'Der Zaun ist umgefallen.' },
      await stage.person('reporter'),
    );
    const board = await openBoard(stage, await stage.staff('verwaltung'));
    await mark(board);
    const card = cardOn(board, reference);
    await card.waitFor();
    const reading = card.locator('[data-readers]');
    assert.equal(await reading.count(), 0, 'nobody reads yet');

    const other = await openBoard(stage, await stage.staff('bauhof'));
    const opened = performance.now();
    await cardOn(other, reference).getByRole('link').click();
    await reading.waitFor();
    const shownAfter = performance.now() - opened;
    assert.match(await reading.innerText(), /Bauhof.*liest/, 'says who');
    assert.deepEqual(
      await cardOn(other, reference).locator('[data-readers]').allInnerTexts(),
      [],
      'nobody is told of themselves',
    );

    await other.keyboard.press('Escape');
    await reading.waitFor({ state: 'detached' });
    await assertNotReloaded(board);
    noteFigures({ 'shown after opening': `${Math.round(shownAfter)} ms` });
  },
);
