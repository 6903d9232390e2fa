import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { moveIssue, reportIssue, stageOfIssue } from './harness/issues.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { panelOf } from './harness/panel.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

const note = 'Beim Bauhof nach dem Kaltasphalt fragen.';
const missing = 'Das Loch ist nach dem Regen wieder da.';

test(
  'the town hall answers with a template, the reporter reads it live and never the note; what is not fixed is opened again',
  { tag: '@desktop' },
  async ({ stage }) => {
    const reporter = await stage.person('answer-reporter');
    const clerk = await stage.staff('bauhof');
    const text = 'Vor der Einfahrt ist ein tiefes Loch im Asphalt.';
    const reference = await reportIssue(stage, { address: 'Am Graben 9', text }, reporter);
    const office = await stage.open(`${stage.town.path}/board/${reference}`, { as: clerk, device: 'desktop' });
    const phone = await stage.open(`${stage.town.path}/issues/${reference}`, { as: reporter, device: 'phone' });
    await phone.getByText(text).waitFor();
    await Promise.all([mark(phone), mark(office)]);

    await office.getByText(de.comment.tab.INTERNAL, { exact: true }).click();
    await office.getByLabel(de.comment.label.INTERNAL).fill(note);
    await office.getByRole('button', { name: de.comment.save }).click();
    await office.getByText(note).waitFor();

    await office.getByText(de.comment.tab.PUBLIC, { exact: true }).click();
    await office.getByLabel(de.template.pick, { exact: true }).selectOption({ label: 'Wir prüfen' });
    const words = office.getByLabel(de.comment.label.PUBLIC);
    const filled = await words.inputValue();
    assert.ok(filled.includes(reference) && !filled.includes('{{'), `the gaps are filled: ${filled}`);
    await office.getByRole('button', { name: de.comment.telling }).click();
    await assertClear(office);
    await phone.getByText(`danke für Ihre Meldung ${reference}`).waitFor();

    await moveIssue(stage, reference, 'ASSIGNED');
    await moveIssue(stage, reference, 'RESOLVED');
    await phone.getByRole('button', { name: de.reporter.reopen.REPAIRED }).click();
    await phone.getByLabel(de.reporter.words.reopen).fill(missing);
    await phone.getByRole('button', { name: de.reporter.send.reopen }).click();
    await office.getByText(missing).first().waitFor();
    await panelOf(office).getByText(de.issue.reopened).first().waitFor();
    assert.equal(await stageOfIssue(stage, reference, clerk), 'IN_PROGRESS');
    assert.ok(!(await phone.content()).includes(note), 'a note of the town hall leaves it never');
    await Promise.all([assertNotReloaded(phone), assertNotReloaded(office)]);
    await answersOnPhone(await stage.open(`${stage.town.path}/board/${reference}`, { as: clerk, device: 'phone' }));
    noteFigures({ 'gaps filled': 1, 'opened again': 1 });
  },
);

/** On a phone the field is part of the page: it is scrolled to the lower edge, where messages stand otherwise. */
async function answersOnPhone(page: Page): Promise<void> {
  await page.getByText(de.comment.tab.INTERNAL, { exact: true }).click();
  await page.getByLabel(de.comment.label.INTERNAL).fill('Mit dem Bagger hinfahren.');
  const save = page.getByRole('button', { name: de.comment.save });
  await save.evaluate((button) => button.scrollIntoView({ block: 'end' }));
  await page.mouse.wheel(0, 120); // above the menu
  await save.click();
  await assertClear(page);
}

/** A message is shown, and it covers neither the field for the answer nor its buttons. */
async function assertClear(page: Page): Promise<void> {
  const message = page.locator('[data-toasts] > div').last();
  await message.waitFor();
  const [shown, form] = await Promise.all([message.boundingBox(), page.locator('form[data-keep-clear]').boundingBox()]);
  assert.ok(shown && form, 'both are on the page');
  const isBeside = shown.x + shown.width <= form.x || form.x + form.width <= shown.x;
  const isAboveOrBelow = shown.y + shown.height <= form.y || form.y + form.height <= shown.y;
  assert.ok(isBeside || isAboveOrBelow, `covered: ${JSON.stringify({ shown, form })}`);
}
