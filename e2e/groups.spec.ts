import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { signInByCode } from './harness/signInForm.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';

const note = 'Unser Kind geht in die Waldgruppe.';

test('groups are followed without an account and taken along, asked for and decided, and gone for outsiders once closed', async ({
  stage,
}) => {
  const name = `Waldgruppe ${randomUUID().slice(0, 8)}`;
  const hall = await stage.open(`${stage.town.path}/groups/new`, {
    as: await stage.staff('verwaltung'),
    device: 'desktop',
  });
  await makeGroup(hall, name);

  const visitor = await stage.open(`${stage.town.path}/groups`);
  const followed = await followFirst(visitor);
  await visitor.getByRole('link', { name, exact: true }).click();
  await visitor.getByRole('link', { name: de.group.signInToAsk }).click();
  await signInByCode(visitor, stage, `parent-${randomUUID()}@example.org`);
  await askToJoin(visitor);

  await visitor.goto(new URL(`${stage.town.path}/groups`, stage.town.origin).href);
  await visitor.getByRole('button', { name: de.group.takeOver.yes }).click();
  await visitor.getByRole('button', { name: followed, pressed: true }).waitFor();
  await visitor.getByText(de.group.takeOver.title).waitFor({ state: 'detached' });

  await hall.reload();
  await hall.getByText(note).waitFor();
  await hall.getByRole('button', { name: de.group.accept }).first().click();
  await hall.getByText(de.group.noRequests).waitFor();
  await visitor.getByRole('link', { name, exact: true }).click();
  await visitor.getByText(de.group.standing.MEMBER).waitFor();

  await closeGroup(hall);
  await isGoneForOutsiders(stage, new URL(visitor.url()).pathname);
  await visitor.reload();
  await visitor.getByText(de.group.standing.MEMBER).waitFor();
  noteFigures({ group: name });
});

async function makeGroup(hall: Page, name: string): Promise<void> {
  await hall.getByLabel(de.group.form.name).fill(name);
  await hall.getByText(de.group.picture.NATURE, { exact: true }).click();
  await hall.getByText(de.group.policy.ON_REQUEST, { exact: true }).click();
  await hall.getByRole('button', { name: de.group.form.create }).click();
  await hall.getByRole('heading', { name, level: 1 }).waitFor();
  await hall.getByText(de.group.noRequests).waitFor();
}

/** Follows the first group with one tap and checks it after a reload. Returns the label of the button. */
async function followFirst(visitor: Page): Promise<string> {
  const button = visitor.getByRole('button', { name: sayingOf(de.group.followName), pressed: false }).first();
  const called = (await button.getAttribute('aria-label')) ?? '';
  await button.click();
  await visitor.getByRole('button', { name: called, pressed: true }).waitFor();
  await visitor.reload();
  await visitor.getByRole('button', { name: called, pressed: true }).waitFor();
  return called;
}

async function askToJoin(visitor: Page): Promise<void> {
  await visitor.getByRole('button', { name: de.group.ask }).click();
  await visitor.getByLabel(de.group.note).fill(note);
  await visitor.getByRole('button', { name: de.group.sendRequest }).click();
  await visitor.getByText(de.group.standing.REQUESTED).waitFor();
}

async function closeGroup(hall: Page): Promise<void> {
  await hall.getByText(de.group.policy.CLOSED, { exact: true }).click();
  await hall.getByRole('button', { name: de.group.form.save }).click();
  await hall.getByText(de.group.form.saved).waitFor();
}

async function isGoneForOutsiders(stage: Stage, path: string): Promise<void> {
  for (const as of [undefined, await stage.person('outsider')]) {
    const page = await stage.open(path, as ? { as } : {});
    await page.getByRole('heading', { name: de.notFound.title }).waitFor();
  }
}
