import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { readPages } from '../server/testing/pdf.ts';
import { pollPath } from './harness/pollPage.ts';
import { createPoll, labels } from './harness/polls.ts';
import type { Scenario } from './harness/scenario.ts';
import { signInByCode } from './harness/signInForm.ts';
import type { Stage } from './harness/stage.ts';
import { de } from './harness/texts.ts';

const forResidents = { eligibility: 'VERIFIED_RESIDENT' };

export const residence: Scenario = {
  name: 'residence',
  promise: 'a letter is asked for, printed and proves where somebody lives; its code stands in no address and no link',
  play: async (stage) => {
    await askForLetter(stage);
    const before = await createPoll(stage, 'Soll der Markt samstags sein?', 'LIVE', forResidents);
    const code = await printLetter(stage);
    const { page, addresses } = await comeFromLetter(stage, code);
    await page.getByRole('button', { name: de.residence.redeem }).click();
    await page.getByText(de.residence.done).waitFor();
    const after = await createPoll(stage, 'Soll der Markt mittwochs sein?', 'LIVE', forResidents);
    await page.goto(stage.town.origin + pollPath(stage.town.path, before.id));
    await page.getByText(de.errors.RESIDENCE_AFTER_OPENING).waitFor();
    await page.goto(stage.town.origin + pollPath(stage.town.path, after.id));
    await page.getByRole('radio', { name: labels[0], exact: true }).check();
    await page.getByRole('button', { name: de.ballot.cast }).click();
    await page.getByText(de.vote.counted).waitFor();
    const plain = code.replaceAll('-', '');
    const telling = addresses.filter((address) => address.includes(code) || address.includes(plain));
    assert.deepEqual(telling, [], 'no address holds the code');
    return { 'addresses asked': addresses.length, 'addresses with the code': telling.length };
  },
};

async function askForLetter(stage: Stage): Promise<void> {
  const page = await stage.open(`${stage.town.path}/me`, { as: await stage.person('asks') });
  await page.getByRole('link', { name: de.residence.prove }).click();
  await page.getByRole('button', { name: de.residence.ask }).click();
  await page.getByLabel(de.residence.address.name).fill('Žofie Größe');
  await page.getByLabel(de.residence.address.street).fill('Linzer Straße 14');
  await page.getByLabel(de.residence.address.postcode).fill('53572');
  await page.getByRole('button', { name: de.residence.ask }).click();
  await page.getByText(de.residence.onItsWay).waitFor();
}

/** The code, read from the document the browser has saved. */
async function printLetter(stage: Stage): Promise<string> {
  const office = `${stage.town.path}/settings/residence`;
  const page = await stage.open(office, { as: await stage.staff('verwaltung'), device: 'desktop' });
  await page.getByRole('checkbox', { name: /Žofie Größe/ }).check();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: /PDF/ }).first().click();
  const pages = readPages(await readFile(await (await saved).path()));
  await page.getByText(de.office.noRequests).waitFor();
  const [letter = ''] = pages;
  assert.match(letter, /Žofie Größe\nLinzer Straße 14\n53572 Unkel/);
  return /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/m.exec(letter)?.[0] ?? '';
}

/** Nobody is signed in yet: the code waits in the tab, not in the address. */
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
