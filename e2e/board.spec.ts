import assert from 'node:assert/strict';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { heard, listen, onlyOne } from './harness/announcements.ts';
import { noteFigures } from './harness/figures.ts';
import { assertFocused, cardOn, openBoard, reportIssue, stageOfIssue } from './harness/issues.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { patience } from './harness/patience.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

test(
  'a card goes where the mouse drops it if the table allows, is told once, and can be taken back untold',
  { tag: '@desktop' },
  async ({ stage }) => {
    const clerk = await stage.staff('verwaltung');
    const page = await openBoard(stage, clerk);
    await Promise.all([mark(page), listen(page)]);
    const text = 'Der Deckel des Schachts klappert, wenn ein Auto darüberfährt.';
    const reference = await reportIssue(stage, { address: 'Am Graben 4', text }, await stage.person('reporter'));
    await cardOn(page, reference, 'NEW').waitFor();
    await heard(page);

    await triage(page, reference);
    const lit = await dropOn(page, reference, 'NEW');
    assert.deepEqual(lit, ['IN_PROGRESS', 'WAITING', 'DONE'], 'only columns that the table allows are lit');
    const words = { reference, from: de.stage.REVIEWED, to: de.stage.NEW };
    assert.match(await onlyOne(page), sayingOf(de.board.illegal, words), 'the refusal says why');
    assert.equal(await stageOfIssue(stage, reference, clerk), 'REVIEWED', 'a refused drop moves nothing');

    await page.keyboard.press('Control+z');
    await cardOn(page, reference, 'NEW').waitFor();
    assert.match(await onlyOne(page), sayingOf(de.board.undone, { reference, status: de.status.SUBMITTED }));
    await assertFocused(page, reference);
    assert.equal(await stageOfIssue(stage, reference, clerk), 'NEW', 'taken back, not only hidden');
    await triage(page, reference);

    await decline(page, reference);
    await cardOn(page, reference, 'DONE').waitFor();
    assert.equal(await stageOfIssue(stage, reference, clerk), 'DONE', 'the status was chosen, then the reason');
    await assertNotReloaded(page);
    const { email } = await stage.person('reporter');
    await stage.mailbox.waitFor(email, ({ text }) => text.includes(reference) && text.includes(reason));
    const mails = (await stage.mailbox.to(email)).filter(({ text }) => text.includes(reference));
    assert.equal(mails.length, 2, 'told of the two steps that stood, not of the one taken back');
    noteFigures({
      drops: 4,
      'reads of a board': await readOnce(stage),
      'planted and found (control)': await control(stage, page, reference),
    });
  },
);

test(
  'a clerk who loses the role while the board is open sees no card any more, and why',
  { tag: '@desktop' },
  async ({ stage }) => {
    const admin = await stage.staff('verwaltung');
    const clerk = await stage.person('passing-clerk');
    const { municipality } = await stage.ask('query($ags: String!) { municipality(ags: $ags) { id desks { id } } }', {
      ags: stage.town.ags,
    });
    const grant = { role: 'CLERK', municipalityId: municipality.id, deskId: municipality.desks[0].id };
    const granting = `mutation($input: GrantRoleInput!) { grantRole(input: $input) {
      member { personId } userErrors { code path } } }`;
    const granted = await stage.ask(granting, { input: { ...grant, email: clerk.email } }, admin);
    assert.deepEqual(granted.grantRole.userErrors, []);
    const page = await openBoard(stage, clerk);
    const revoking = 'mutation($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { code path } } }';
    const input = { ...grant, personId: granted.grantRole.member.personId };
    const revoked = await stage.ask(revoking, { input }, admin);
    assert.deepEqual(revoked.revokeRole.userErrors, []);
    await page.getByRole('alert').getByText(de.access.ended).waitFor();
    assert.equal(await page.locator('[data-card]').count(), 0, 'no card stays on screen');
    assert.match(await page.innerText('main'), new RegExp(de.access.endedText.slice(0, 30)));
  },
);

test(
  'what is due first stands first, much of it in one look, and what is late is one press away',
  { tag: '@desktop' },
  async ({ stage }) => {
    const page = await stage.open(`${stage.town.path}/board`, { as: await stage.staff('verwaltung') });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('[data-card]').first().waitFor();
    const seen = await seenCards(page);
    assert.ok(seen >= 18, `${seen} cards in one look`);
    assert.deepEqual(await findBarriers(page), [], 'barriers');
    const byDue = page.getByRole('button', { name: de.board.byDue });
    assert.equal(await byDue.getAttribute('aria-pressed'), 'true', 'by deadline without a choice');
    assert.match(await page.locator('[data-clock]').first().innerText(), /Uhr/, 'day and time of the deadline');

    const late = page.locator('[data-overdue]');
    await late.filter({ hasText: /\d/ }).waitFor();
    const count = Number(/\d+/.exec(await late.innerText())?.[0]);
    await late.click();
    await page.waitForURL(/overdue=yes/);
    await becomesTrue(async () => (await sumOfCounts(page)) === count, patience);
    assert.equal(await sumOfCounts(page), count, 'the number is what the press shows');
    assert.equal(await page.locator('[data-clock]:not([data-clock="OVERDUE"])').count(), 0, 'only what is late');
    await late.click();

    await byDue.click();
    await page.waitForURL(/order=newest/);
    await page.goto(`${stage.town.origin}${stage.town.path}/board`);
    await page.locator('[data-card]').first().waitFor();
    assert.equal(await byDue.getAttribute('aria-pressed'), 'false', 'the choice is remembered');

    await page.setViewportSize({ width: 1024, height: 768 });
    const { height, right } = await frameOf(page);
    assert.ok(height <= 64, `everything above the columns is one row: ${height} px`);
    assert.ok(right <= 1024, `the last column is not cut off: it ends at ${right} px`);
    noteFigures({ 'cards in one look (1440×900)': seen, overdue: count, 'row above the columns': `${height} px` });
  },
);

test(
  'two clerks of a desk: who takes a report is on the other screen at once, with the name and by keys',
  { tag: '@desktop' },
  async ({ stage }) => {
    const text = 'Am Brunnen ist eine Platte lose.';
    const reference = await reportIssue(stage, { address: 'Am Graben 4', text }, await stage.person('reporter'));
    const kim = await clerkOf(stage, reference, 'kim-weber', 'Kim Weber');
    const ali = await clerkOf(stage, reference, 'ali-demir', 'Ali Demir');
    const hers = await openBoard(stage, kim);
    const his = await openBoard(stage, ali);
    for (const page of [hers, his]) await cardOn(page, reference, 'NEW').waitFor();
    await cardOn(hers, reference).locator('a').focus();
    await hers.keyboard.press('i');
    const pressed = Date.now();
    await assigneeOn(his, reference, 'Kim Weber').waitFor();
    const took = Date.now() - pressed;
    assert.equal(await assigneeOn(his, reference, 'Kim Weber').innerText(), 'KW', 'the initials');
    await assertFocused(hers, reference);
    await assigneeOn(his, reference, 'Kim Weber').click();
    await his.getByRole('menuitem', { name: de.assignee.take, exact: true }).click();
    await assigneeOn(hers, reference, 'Ali Demir').waitFor();
    for (const page of [hers, his]) assert.deepEqual(await findBarriers(page), [], 'barriers');
    await hers.getByRole('button', { name: de.board.mine, exact: true }).click();
    await cardOn(hers, reference).waitFor({ state: 'detached' });
    await his.getByRole('button', { name: de.board.mine, exact: true }).click();
    await his.waitForURL(/mine=yes/);
    await cardOn(his, reference).waitFor();
    await withoutPlainKeys(his, reference);
    noteFigures({ 'an assignment on the other screen': `${took} ms` });
  },
);

test(
  'a filter is saved under a name, is there after a reload, and a deleted one comes back',
  { tag: '@desktop' },
  async ({ stage }) => {
    const page = await stage.open(`${stage.town.path}/board?street=Graben`, { as: await stage.staff('verwaltung') });
    const name = `Am Graben ${Date.now()}`;
    const sheet = page.getByRole('dialog', { name: de.savedFilter.title });
    const saved = sheet.getByRole('link', { name });
    const open = async (): Promise<void> => {
      await page.locator('[data-saved]').click();
      await sheet.waitFor();
    };
    await open();
    await sheet.getByLabel(de.savedFilter.name).fill(name);
    await sheet.getByRole('button', { name: de.savedFilter.save }).click();
    await saved.waitFor();
    assert.deepEqual(await findBarriers(page), [], 'the saved filters are without barrier');
    await page.goto(`${stage.town.origin}${stage.town.path}/board`);
    await page.reload();
    await open();
    await saved.click();
    await page.waitForURL(/board\?street=Graben/);
    await sheet.waitFor({ state: 'detached' });
    await open();
    assert.equal(await saved.getAttribute('aria-current'), 'true', 'the page shows it');
    await sheet.getByRole('button', { name: sayingOf(de.savedFilter.renameThis, { name }) }).click();
    await sheet.getByLabel(de.savedFilter.newName).fill(`${name} neu`);
    await page.keyboard.press('Enter');
    await sheet.getByRole('link', { name: `${name} neu` }).waitFor();
    await sheet.getByRole('button', { name: sayingOf(de.savedFilter.removeThis, { name: `${name} neu` }) }).click();
    await sheet.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: de.board.undo, exact: true }).click();
    await page.getByText(sayingOf(de.savedFilter.back, { name: `${name} neu` })).waitFor();
    await open();
    await sheet.getByRole('link', { name: `${name} neu` }).waitFor();
    const ready = sheet.getByRole('link', { name: de.board.unanswered, exact: true });
    await ready.click();
    await page.waitForURL(/board\?waiting=yes/);
    await sheet.waitFor({ state: 'detached' });
    await open();
    assert.equal(await ready.getAttribute('aria-current'), 'true', 'the page shows what waits for an answer');
  },
);

/** Number of cards that are entirely inside the window and their column. */
function seenCards(page: Page): Promise<number> {
  return page.evaluate(`[...document.querySelectorAll('[data-card]')].filter((card) => {
    const { top, bottom, left, right } = card.getBoundingClientRect();
    const column = card.closest('[data-stage]').getBoundingClientRect();
    return top >= 0 && bottom <= Math.min(innerHeight, column.bottom) && left >= 0 && right <= innerWidth;
  }).length`);
}

async function sumOfCounts(page: Page): Promise<number> {
  const counts = await page.locator('[data-count]').evaluateAll((all) => all.map((one) => one.dataset['count']));
  return counts.reduce((sum, count) => sum + Number(count), 0);
}

/** Height of the row above the columns, and right end of the last column. */
function frameOf(page: Page): Promise<{ height: number; right: number }> {
  return page.evaluate(`({
    height: Math.round(document.querySelector('[data-chrome]').getBoundingClientRect().height),
    right: Math.round([...document.querySelectorAll('[data-stage]')].at(-1).getBoundingClientRect().right),
  })`);
}

/** A new clerk of the desk that has the report. */
async function clerkOf(stage: Stage, reference: string, key: string, name: string): Promise<Person> {
  const admin = await stage.staff('verwaltung');
  const clerk = await stage.person(key);
  const query = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) {
    desk { id } municipality { id } } }`;
  const { issue } = await stage.ask(query, { ags: stage.town.ags, reference }, admin);
  const grant = `mutation($input: GrantRoleInput!) { grantRole(input: $input) { userErrors { code path } } }`;
  const input = {
    role: 'CLERK',
    municipalityId: issue.municipality.id,
    deskId: issue.desk.id,
    email: clerk.email,
    name,
  };
  const { grantRole } = await stage.ask(grant, { input }, admin);
  assert.deepEqual(grantRole.userErrors, []);
  return clerk;
}

function assigneeOn(page: Page, reference: string, name: string): Locator {
  const label = sayingOf(de.assignee.label, { name });
  return cardOn(page, reference).getByRole('button', { name: label });
}

/** Switched off, single letters do nothing on a card; the command bar leads back to the switch. */
async function withoutPlainKeys(page: Page, reference: string): Promise<void> {
  const help = page.getByRole('dialog', { name: de.keyHelp.title });
  await page.keyboard.press('?');
  await help.getByRole('switch').press('Space');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await cardOn(page, reference).locator('a').focus();
  for (const key of ['m', 'x', 'i']) await page.keyboard.press(key);
  await page.keyboard.press('Control+k');
  const bar = page.getByRole('dialog', { name: de.command.title });
  await bar.waitFor();
  assert.equal(await page.getByRole('menu').count(), 0, 'M opens no menu');
  assert.equal(await page.locator('[data-bulk]').count(), 0, 'X chooses nothing');
  await page.keyboard.type(de.keyHelp.title);
  await bar.getByRole('option', { name: de.keyHelp.title }).first().click();
  await help.getByRole('switch').press('Space');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await cardOn(page, reference).locator('a').focus();
  await page.keyboard.press('m');
  await page.getByRole('menu').waitFor();
}

const reason = 'Der Schacht gehört dem Land.';

/** Drags the card into the column; returns the columns that were highlighted as possible targets. */
async function dropOn(page: Page, reference: string, column: string): Promise<string[]> {
  const from = cardOn(page, reference);
  const to = page.locator(`[data-stage="${column}"]`);
  await from.scrollIntoViewIfNeeded();
  const start = await boxOf(from);
  const end = await boxOf(to);
  await page.mouse.move(start.x + start.width / 2, start.y + start.height - 6);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + 120, { steps: 8 });
  await page.locator('[data-takes]').first().waitFor();
  const lit: string[] = await page
    .locator('[data-takes="true"]')
    .evaluateAll((columns) => columns.map((lit) => String(lit.getAttribute('data-stage'))));
  await page.mouse.up();
  return lit;
}

async function triage(page: Page, reference: string): Promise<void> {
  await dropOn(page, reference, 'REVIEWED');
  await cardOn(page, reference, 'REVIEWED').waitFor();
  assert.match(await onlyOne(page), sayingOf(de.board.moved, { reference, status: de.status.TRIAGED }));
  await assertFocused(page, reference);
}

/** Drags the card to "Erledigt", which has several statuses: the dialog asks for the status, then for the reason. */
async function decline(page: Page, reference: string): Promise<void> {
  await dropOn(page, reference, 'DONE');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: de.status.DECLINED, exact: true }).click();
  await dialog.getByLabel(de.move.reason).fill(reason);
  await dialog.getByRole('button', { name: de.move.send.telling }).click();
}

async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await element.boundingBox();
  assert.ok(box, 'it is on the screen');
  return box;
}

/** The board is read once when it opens; its subscription continues from there and brings later reports. */
async function readOnce(stage: Stage): Promise<number> {
  let reads = 0;
  const prepare = async (context: BrowserContext): Promise<void> => {
    await context.route('**/graphql', (route, request) => {
      if (request.postData()?.includes('"BoardStart"')) reads++;
      return route.continue();
    });
  };
  const as = await stage.staff('bauhof');
  const page = await stage.open(`${stage.town.path}/board?order=newest`, { as, device: 'desktop', prepare });
  await page.locator('[data-card]').first().waitFor();
  const text = 'Am Spielplatz fehlt ein Brett in der Bank.';
  // A person of this scenario alone: another scenario could sign a shared person out, and the report would need
  // confirmation.
  const reference = await reportIssue(stage, { address: 'Am Graben 4', text }, await stage.person('board-walker'));
  await cardOn(page, reference, 'NEW').waitFor();
  assert.equal(reads, 1, 'nothing is read again when the stream begins');
  await page.reload();
  await cardOn(page, reference, 'NEW').waitFor();
  assert.equal(reads, 2, 'a second reading is counted (control)');
  await page.context().close();
  return 1;
}

/** Control: a second live region that repeats every message must be detected. */
async function control(stage: Stage, page: Page, reference: string): Promise<number> {
  await page.evaluate(`(() => {
    const echo = document.createElement('p');
    echo.setAttribute('aria-live', 'polite');
    document.body.append(echo);
    const toasts = [...document.querySelectorAll('[role=status]')].at(-1);
    new MutationObserver(() => { echo.textContent = toasts.textContent; }).observe(toasts, { childList: true });
  })()`);
  await heard(page);
  await dropOn(page, reference, 'NEW');
  await assert.rejects(() => onlyOne(page), /said once/, 'the planted echo is heard');
  assert.equal(await stageOfIssue(stage, reference, await stage.staff('verwaltung')), 'DONE');
  return 1;
}
