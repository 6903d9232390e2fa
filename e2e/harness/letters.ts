import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { readPages } from '../../server/testing/pdf.ts';
import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from './stage.ts';
import { de } from './texts.ts';

const street = 'Linzer Straße 14';

/** Requests a letter on the profile page of a person who wants to prove their residence. */
export async function askForLetter(stage: Stage, as: Person, name: string): Promise<void> {
  const page = await stage.open(`${stage.town.path}/me`, { as });
  await page.getByRole('link', { name: de.residence.prove }).click();
  await page.getByRole('button', { name: de.residence.ask }).click();
  await page.getByLabel(de.residence.address.name).fill(name);
  await page.getByLabel(de.residence.address.street).fill(street);
  await page.getByLabel(de.residence.address.postcode).fill('53572');
  await page.getByRole('button', { name: de.residence.ask }).click();
  await page.getByText(de.residence.onItsWay).waitFor();
}

/**
 * Prints the letters of these people in the town hall; returns their codes, read from the document that the browser
 * has saved.
 */
export async function printLetters(stage: Stage, names: readonly string[]): Promise<string[]> {
  const office = `${stage.town.path}/settings/residence`;
  const page = await stage.open(office, { as: await stage.staff('verwaltung'), device: 'desktop' });
  for (const name of names) await page.getByRole('checkbox', { name: new RegExp(name) }).check();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: /PDF/ }).first().click();
  const pages = readPages(await readFile(await (await saved).path()));
  await page.getByText(de.office.noRequests).waitFor();
  return names.map((name) => {
    const letter = pages.find((text) => text.includes(`${name}\n${street}\n53572 Unkel`));
    const code = /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/m.exec(letter ?? '')?.[0];
    assert.ok(code, `a letter to ${name} with a code`);
    return code;
  });
}
