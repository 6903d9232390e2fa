import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { askForLetter, printLetters } from './harness/letters.ts';
import { pollPath } from './harness/pollPage.ts';
import { createPoll, labels } from './harness/polls.ts';
import { signInByCode } from './harness/signInForm.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, errorText } from './harness/texts.ts';

const forResidents = { eligibility: 'VERIFIED_RESIDENT' };

test('a letter is asked for, printed and proves where somebody lives; its code stands in no address and no link', async ({
  stage,
}) => {
  const name = 'Žofie Größe';
  await askForLetter(stage, await stage.person('asks'), name);
  const before = await createPoll(stage, 'Soll der Markt samstags sein?', 'LIVE', forResidents);
  const [code = ''] = await printLetters(stage, [name]);
  const { page, addresses } = await comeFromLetter(stage, code);
  await page.getByRole('button', { name: de.residence.redeem }).click();
  await page.getByText(de.residence.done).waitFor();
  const after = await createPoll(stage, 'Soll der Markt mittwochs sein?', 'LIVE', forResidents);
  await page.goto(stage.town.origin + pollPath(stage.town.path, before.id));
  await page.getByText(errorText('RESIDENCE_AFTER_OPENING')).waitFor();
  await page.goto(stage.town.origin + pollPath(stage.town.path, after.id));
  await page.getByRole('radio', { name: labels[0], exact: true }).check();
  await page.getByRole('button', { name: de.ballot.cast }).click();
  await page.getByText(de.vote.counted).waitFor();
  const plain = code.replaceAll('-', '');
  const telling = addresses.filter((address) => address.includes(code) || address.includes(plain));
  assert.deepEqual(telling, [], 'no address holds the code');
  noteFigures({ 'addresses asked': addresses.length, 'addresses with the code': telling.length });
});

/** Opens the link of the letter signed out: the code waits in the tab and is not in the address. */
async function comeFromLetter(stage: Stage, code: string): Promise<{ page: Page; addresses: readonly string[] }> {
  const page = await stage.open('/nowhere');
  const addresses: string[] = [];
  page.on('request', (request) => {
    addresses.push(request.url(), request.headers().referer ?? '');
  });
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame() && !frame.url().endsWith(`#${code}`)) addresses.push(frame.url());
  });
  await page.goto(`${stage.town.origin}${stage.town.path}/residence#${code}`);
  await page.getByText(de.residence.signInWithCode).waitFor();
  assert.ok(!page.url().includes('#'), page.url());
  await page.getByRole('link', { name: de.signIn.action }).first().click();
  await signInByCode(page, stage, 'letter-reader@example.org');
  await page.getByText(de.residence.codeThere).waitFor();
  assert.equal(await page.getByLabel(de.residence.code).inputValue(), code);
  return { page, addresses };
}
