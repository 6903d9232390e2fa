import assert from 'node:assert/strict';
import { listen, onlyOne } from './harness/announcements.ts';
import { noteFigures } from './harness/figures.ts';
import { assertFocused, cardOn, category, openBoard, reportIssue } from './harness/issues.ts';
import { assertFocusIsSeen, tabTo } from './harness/keys.ts';
import { pollPath } from './harness/pollPage.ts';
import { createPoll, labels } from './harness/polls.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';

test('a vote, a report and the work on a report need no mouse', { tag: '@desktop' }, async ({ stage }) => {
  noteFigures({
    'keys for a vote': await vote(stage),
    'keys for a report': await report(stage),
    'keys for two moves': await moves(stage),
  });
});

async function vote(stage: Stage): Promise<number> {
  const poll = await createPoll(stage, 'Soll es mehr Papierkörbe geben?');
  const page = await stage.open(stage.town.path, { as: await stage.person('keyboarder'), device: 'desktop' });
  await page.getByRole('article', { name: poll.title }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter'); // the skip link "Zum Inhalt" leads past the menu
  assert.equal(await page.evaluate('document.activeElement.id'), 'main', 'the skip link leads to the content');
  let keys = 2 + (await tabTo(page, page.getByRole('button', { name: poll.title, exact: true })));
  await assertFocusIsSeen(page);
  await page.keyboard.press('Enter');
  const about = page.getByRole('link', { name: de.poll.about });
  await about.waitFor();
  keys += 1 + (await tabTo(page, about));
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${encodeURI(pollPath(stage.town.path, poll.id))}`);
  await page.getByRole('radio').first().waitFor();
  keys += 1 + (await tabTo(page, page.getByRole('radio').first()));
  await assertFocusIsSeen(page);
  await page.keyboard.press('ArrowDown');
  assert.ok(await page.getByRole('radio', { name: labels[1], exact: true }).isChecked());
  keys += 1 + (await tabTo(page, page.getByRole('button', { name: de.ballot.cast })));
  await assertFocusIsSeen(page);
  await page.keyboard.press('Enter');
  await page.getByText(de.vote.counted).waitFor();
  return keys + 1;
}

async function report(stage: Stage): Promise<number> {
  const page = await stage.open(`${stage.town.path}/report`, { device: 'phone' });
  const chip = page.getByRole('radio', { name: category, exact: true });
  await chip.waitFor();
  let keys = await tabTo(page, page.getByRole('group', { name: de.report.category }).getByRole('radio').first());
  await assertFocusIsSeen(page);
  await page.keyboard.press('Space');
  for (; !(await chip.isChecked()); keys++) await page.keyboard.press('ArrowRight');
  const press = async (name: string): Promise<number> => {
    const presses = await tabTo(page, page.getByRole('button', { name }));
    await assertFocusIsSeen(page);
    await page.keyboard.press('Enter');
    await page.locator('h1:focus').waitFor();
    return presses + 1;
  };
  keys += 1 + (await press(de.report.next.what));
  keys += await tabTo(page, page.getByLabel(de.place.address));
  await page.keyboard.type('Am Graben 4');
  keys += await press(de.report.next.where);
  keys += await tabTo(page, page.getByLabel(de.report.text, { exact: true }));
  await page.keyboard.type('Im Gehweg ist ein Loch, seit gestern.');
  keys += await tabTo(page, page.getByRole('button', { name: de.report.send }));
  await assertFocusIsSeen(page);
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 1, name: de.done.title });
  await heading.waitFor();
  await page.locator('h1:focus').waitFor();
  return keys + 1;
}

/** Moves a card, found with Tab and arrows, one column with Shift and an arrow, then by its menu. */
async function moves(stage: Stage): Promise<number> {
  const text = 'Das Licht im Durchgang flackert.';
  const reference = await reportIssue(stage, { address: 'Am Graben 6', text }, await stage.person('keyboarder'));
  const page = await openBoard(stage, await stage.staff('verwaltung'));
  await cardOn(page, reference, 'NEW').waitFor();
  await listen(page);
  let keys = await tabTo(page, page.locator('[data-card] a').first());
  for (; (await cardOn(page, reference).locator('a:focus').count()) === 0; keys++)
    await page.keyboard.press('ArrowDown');
  await assertFocusIsSeen(page);
  const moved = (status: string) => sayingOf(de.board.moved, { reference, status });
  await page.keyboard.press('Shift+ArrowRight');
  await cardOn(page, reference, 'REVIEWED').waitFor();
  assert.match(await onlyOne(page), moved(de.status.TRIAGED));
  await assertFocused(page, reference);

  await page.keyboard.press('m');
  await page.getByRole('menu').waitFor();
  const item = page.getByRole('menuitem', { name: de.status.DUPLICATE, exact: true });
  for (; (await item.and(page.locator(':focus')).count()) === 0; keys++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel(de.move.reason).waitFor();
  keys += await tabTo(page, page.getByRole('dialog').getByLabel(de.move.reason));
  await page.keyboard.type('Steht schon unter einer anderen Nummer.');
  keys += await tabTo(page, page.getByRole('button', { name: de.move.send.telling }));
  await page.keyboard.press('Enter');
  await cardOn(page, reference, 'DONE').waitFor();
  assert.match(await onlyOne(page), moved(de.status.DUPLICATE));
  await assertFocused(page, reference);
  return keys + 4;
}
