import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import { reportIssue } from './harness/issues.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { panelOf } from './harness/panel.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const first = 'Wir kommen am Montag vorbei.';
const second = 'Das erledigt der Bauhof im Herbst.';

test(
  'of two clerks who answer the same report the second is told of the first, keeps the text, and one mail leaves',
  { tag: '@desktop' },
  async ({ stage }) => {
    const { late, reference, reporter, early } = await answerTwice(stage, 'steps-reporter');
    const conflict = late.locator('[data-conflict]');
    await conflict.getByText(sayingOf(de.board.conflictComment, { reference })).waitFor();
    assert.equal(await wordsOf(late).inputValue(), second, 'the typed text is kept');
    assert.deepEqual(await findBarriers(late), [], 'the conflict');
    assert.deepEqual(await answersTo(stage, reporter), { first: 1, second: 0 });

    await conflict.getByRole('button', { name: de.comment.goOn }).click();
    await conflict.waitFor({ state: 'detached' });
    await late.reload();
    await late.locator('[data-restored]').waitFor();
    assert.equal(await wordsOf(late).inputValue(), second, 'the text survives the page');
    assert.deepEqual(await findBarriers(late), [], 'the restored text');
    await late.getByRole('button', { name: de.comment.telling }).click();
    await early.getByText(second).waitFor();
    await expect(wordsOf(late)).not.toHaveValue(second); // `early` may see it before `late` has its answer
    await late.reload();
    await wordsOf(late).waitFor();
    assert.equal(await wordsOf(late).inputValue(), '', 'a sent text is not restored');
    await declineTooLate(reference, early, late);
  },
);

test(
  'a clerk of another desk takes a report over with a reason, and both pages follow',
  { tag: '@desktop' },
  async ({ stage }) => {
    const text = 'Am Spielplatz fehlt eine Latte in der Bank.';
    const reference = await reportIssue(stage, { address: 'Am Graben 3', text }, await stage.person('steps-owner'));
    const atYard = await openIssue(stage, reference, await stage.staff('bauhof'));
    const atOffice = await openIssue(stage, reference, await stage.staff('ordnungsamt'));
    await Promise.all([mark(atYard), mark(atOffice)]);
    await choose(atYard, reference, de.status.ASSIGNED);
    await atYard.getByRole('dialog').getByLabel(de.move.desk).selectOption({ label: 'Bauhof' });
    await atYard.getByRole('dialog').getByRole('button', { name: de.move.send.quietly }).click();
    await menuOf(atOffice, reference).waitFor();
    await atOffice.getByText(de.status.ASSIGNED).first().waitFor();
    await menuOf(atOffice, reference).click();
    const offered = await atOffice.getByRole('menuitem').allInnerTexts();
    assert.deepEqual(offered, [de.takeOver.start], 'nothing is offered that the server would refuse');
    await atOffice.getByRole('menuitem', { name: de.takeOver.start }).click();
    const dialog = atOffice.getByRole('dialog');
    await dialog.getByRole('button', { name: de.takeOver.send, exact: true }).click();
    await dialog.getByText(de.move.missing.reason).waitFor();
    assert.deepEqual(await findBarriers(atOffice), [], 'the take-over');
    await dialog.getByLabel(de.reroute.reason).fill('Wir sind heute ohnehin dort.');
    await dialog.getByRole('button', { name: de.takeOver.send, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await atYard.getByText('Wir sind heute ohnehin dort.').waitFor();
    await choose(atOffice, reference, de.status.IN_PROGRESS);
    await atYard.getByText(de.status.IN_PROGRESS).first().waitFor();
    await Promise.all([assertNotReloaded(atYard), assertNotReloaded(atOffice)]);
  },
);

test('a day that is over is refused in the dialog, which keeps it', { tag: '@desktop' }, async ({ stage }) => {
  const text = 'Am Spielplatz ist die Wippe lose.';
  const reference = await reportIssue(stage, { address: 'Am Graben 3', text }, await stage.person('steps-planned'));
  const page = await openIssue(stage, reference, await stage.staff('bauhof'));
  const dialog = page.getByRole('dialog');
  await choose(page, reference, de.status.ASSIGNED);
  await dialog.getByLabel(de.move.desk).selectOption({ label: 'Bauhof' });
  await dialog.getByRole('button', { name: de.move.send.quietly }).click();
  await panelOf(page).getByText(de.status.ASSIGNED).first().waitFor();
  const day = dialog.getByLabel(de.move.date);
  const send = () => dialog.getByRole('button', { name: de.move.send.quietly }).click();
  const assertRefused = async () => {
    await dialog.getByText(de.move.past).waitFor();
    assert.equal(await day.inputValue(), '2020-02-03', 'the day is kept');
    assert.deepEqual(await findBarriers(page), [], 'the refused day');
  };
  await choose(page, reference, de.status.SCHEDULED);
  await day.fill('2020-02-03');
  await send();
  await assertRefused();
  // A device whose clock is slow leaves it to the server.
  await page.clock.setFixedTime('2020-01-01T12:00:00Z');
  const answer = page.waitForResponse((one) => one.request().postData()?.includes('MoveIssue') ?? false);
  await send();
  await answer;
  await assertRefused();
  await page.clock.setFixedTime(new Date());
  await day.fill('2050-02-03');
  await send();
  await dialog.waitFor({ state: 'detached' });
  await panelOf(page).getByText(de.status.SCHEDULED).first().waitFor();
});

test(
  'a question is asked before anybody took the report; the answer brings it back. Nobody is asked who cannot be',
  { tag: '@desktop' },
  async ({ stage }) => {
    const reporter = await stage.person('steps-asked');
    const text = 'Die Laterne flackert seit gestern Abend.';
    const reference = await reportIssue(stage, { address: 'Hauptstraße', text }, reporter);
    const office = await openIssue(stage, reference, await stage.staff('bauhof'));
    await choose(office, reference, de.status.WAITING_ON_REPORTER);
    const dialog = office.getByRole('dialog');
    assert.equal(await dialog.getByRole('button', { name: de.move.send.quietly }).count(), 0);
    await dialog.getByLabel(de.move.question).fill('Vor welchem Haus?');
    assert.deepEqual(await findBarriers(office), [], 'the question');
    await dialog.getByRole('button', { name: de.move.send.question }).click();
    const phone = await stage.open(`${stage.town.path}/issues/${reference}`, { as: reporter, device: 'phone' });
    await phone.getByText('Vor welchem Haus?').first().waitFor();
    await phone.getByLabel(de.reporter.words.answer).fill('Vor Nummer 16.');
    await phone.getByRole('button', { name: de.reporter.send.answer }).click();
    await office.getByText('Vor Nummer 16.').first().waitFor();
    await office.getByText(de.status.TRIAGED).first().waitFor();

    const { reference: silent } = await reportSilently(stage);
    await office.goto(`${stage.town.origin}${stage.town.path}/board/${silent}`);
    await choose(office, silent, de.status.WAITING_ON_REPORTER);
    await office.locator('[data-unheard]').waitFor();
    assert.deepEqual(await findBarriers(office), [], 'nobody to ask');
  },
);

/** Two clerks open one report; the first answers while the second writes, then the second sends on the old state. */
async function answerTwice(
  stage: Stage,
  who: string,
): Promise<{ early: Page; late: Page; reference: string; reporter: Person }> {
  const reporter = await stage.person(who);
  const text = 'Vor der Schule steht das Wasser auf dem Gehweg.';
  const reference = await reportIssue(stage, { address: 'Schulstraße', text }, reporter);
  const early = await openIssue(stage, reference, await stage.staff('bauhof'));
  const late = await openIssue(stage, reference, await stage.staff('verwaltung'));
  await wordsOf(late).fill(second);
  await wordsOf(early).fill(first);
  await early.getByRole('button', { name: de.comment.telling }).click();
  await late.getByText(first).waitFor();
  await stage.mailbox.waitFor(reporter.email, (mail) => mail.text.includes(first));
  await late.getByRole('button', { name: de.comment.telling }).click();
  return { early, late, reference, reporter };
}

/** The second clerk declines what the first has reviewed while the form was open. */
async function declineTooLate(reference: string, early: Page, late: Page): Promise<void> {
  const reason = 'Das ist keine Aufgabe der Stadt.';
  await choose(late, reference, de.status.DECLINED);
  await late.getByRole('dialog').getByLabel(de.move.reason).fill(reason);
  await choose(early, reference, de.status.TRIAGED);
  await early.getByText(sayingOf(de.board.moved, { reference, status: de.status.TRIAGED })).waitFor();
  await late.getByText(de.status.TRIAGED).first().waitFor();
  await late.getByRole('dialog').getByRole('button', { name: de.move.send.telling }).click();
  const told = sayingOf(de.board.conflict, { reference, status: de.status.TRIAGED });
  await late.getByRole('status').getByText(told).waitFor();
  assert.deepEqual(await findBarriers(late), [], 'the refused step');
  await choose(late, reference, de.status.DECLINED);
  assert.equal(await late.getByRole('dialog').getByLabel(de.move.reason).inputValue(), reason, 'the reason is kept');
}

async function openIssue(stage: Stage, reference: string, as: Person): Promise<Page> {
  const page = await stage.open(`${stage.town.path}/board/${reference}`, { as, device: 'desktop' });
  await page.locator('[data-live="live"]').waitFor();
  await wordsOf(page).waitFor();
  return page;
}

function wordsOf(page: Page) {
  return page.getByLabel(de.comment.label.PUBLIC);
}

/** Menu of the opened report; its card on the board beside it has another one. */
function menuOf(page: Page, reference: string) {
  return panelOf(page).getByRole('button', { name: `${de.board.moveTo} ${reference}` });
}

async function choose(page: Page, reference: string, status: string): Promise<void> {
  await menuOf(page, reference).click();
  await page.getByRole('menuitem', { name: status, exact: true }).click();
}

/** Number of mails to the reporter with each of the two answers. */
async function answersTo(stage: Stage, { email }: Person): Promise<{ first: number; second: number }> {
  const mails = await stage.mailbox.to(email);
  const count = (words: string): number => mails.filter(({ text }) => text.includes(words)).length;
  return { first: count(first), second: count(second) };
}

/** Reports without an account and without an address. */
async function reportSilently(stage: Stage): Promise<{ reference: string }> {
  const query = `query($ags: String!) { municipality(ags: $ags) { id centre { lat lon } issueCategories { id kind } } }`;
  const { municipality } = await stage.ask(query, { ags: stage.town.ags });
  const category = municipality.issueCategories.find(({ kind }: { kind: string }) => kind === 'DEFECT');
  const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) { issue { reference } } }`;
  const input = {
    municipalityId: municipality.id,
    kind: 'DEFECT',
    categoryId: category.id,
    point: municipality.centre,
    text: 'Hier liegt ein umgestürzter Zaun.',
    idempotencyKey: randomUUID(),
  };
  return (await stage.ask(report, { input })).reportIssue.issue;
}
