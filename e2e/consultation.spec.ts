import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import { castByKeys, fill, findAgain, pressByKeys } from './harness/booth.ts';
import { noteFigures } from './harness/figures.ts';
import { tabTo } from './harness/keys.ts';
import { askForLetter, printLetters } from './harness/letters.ts';
import { pollPath } from './harness/pollPage.ts';
import { createPoll, labels, type NewPoll } from './harness/polls.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

const names = ['Jiří Röhr', 'Änne Süß'] as const;
const rules = { secrecy: 'SECRET', eligibility: 'VERIFIED_RESIDENT', changeAllowed: false };

test('on a phone from the code of a letter to the secret ballot that is found again, once by keyboard alone', async ({
  stage,
}) => {
  const finger = await stage.person('letter-a');
  const keyboard = await stage.person('letter-b');
  await askForLetter(stage, finger, names[0]);
  await askForLetter(stage, keyboard, names[1]);
  const [first = '', second = ''] = await printLetters(stage, names);
  const page = await openResidence(stage, finger);
  const typing = await openResidence(stage, keyboard);
  await page.getByLabel(de.residence.code).fill(first);
  await page.getByRole('button', { name: de.residence.redeem }).click();
  await page.getByText(de.residence.done).waitFor();
  let keys = await redeemByKeys(typing, second);
  const poll = await createPoll(stage, 'Soll der Dorfplatz Bäume bekommen?', 'AFTER_CLOSE', rules);
  await castByFinger(stage, page, poll);
  const booth = await castByKeys(stage, poll, keyboard);
  keys += booth.keys;
  const close = 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }';
  await stage.ask(close, { id: poll.id }, await stage.staff('redaktion'));
  await findAgain(stage, page, poll, ['1', '1', '0']);
  keys += await checkByKeys(booth.page);
  noteFigures({ 'keys from the code to the found ballot': keys });
});

function openResidence(stage: Stage, as: Person): Promise<Page> {
  return stage.open(`${stage.town.path}/residence`, { as, device: 'phone' });
}

async function redeemByKeys(page: Page, code: string): Promise<number> {
  const field = page.getByLabel(de.residence.code);
  await field.waitFor();
  const presses = await tabTo(page, field);
  await page.keyboard.type(code);
  const pressed = await pressByKeys(page, page.getByRole('button', { name: de.residence.redeem }));
  await page.getByText(de.residence.done).waitFor();
  return presses + code.length + pressed;
}

async function castByFinger(stage: Stage, page: Page, poll: NewPoll): Promise<void> {
  await page.goto(stage.town.origin + pollPath(stage.town.path, poll.id));
  await page.getByRole('link', { name: de.booth.enter }).tap();
  await fill(page, labels[0]);
  await page.getByRole('button', { name: de.booth.now }).tap();
  await page.getByText(de.booth.showNobody).waitFor();
}

/** Checks the recount by keys, on a page that was opened before the close. */
async function checkByKeys(page: Page): Promise<number> {
  await page.reload();
  await page.getByText(de.recount.inOrder).waitFor();
  assert.notEqual(await page.getByLabel(de.recount.own).inputValue(), '');
  const keys = await pressByKeys(page, page.getByRole('button', { name: de.recount.check }));
  await page.getByText(de.recount.found).waitFor();
  return keys;
}
