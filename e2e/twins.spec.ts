import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { noteFigures } from './harness/figures.ts';
import { category } from './harness/issues.ts';
import { linkUnder } from './harness/mailbox.ts';
import { patience } from './harness/patience.ts';
import { takenAt, takePhoto } from './harness/photos.ts';
import { reportWithPhoto, showToAll } from './harness/reports.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, errorText } from './harness/texts.ts';

const email = 'nachbarin.ohne.konto@example.org';

test('what is reported already is followed instead, by one address and one account; each hears of it once, and nobody sees who they are', async ({
  stage,
}) => {
  const reporter = await stage.person('twin-reporter');
  const clerk = await stage.staff('bauhof');
  const neighbour = await stage.person('twin-neighbour');
  const known = await reportWithPhoto(stage, reporter, { lat: takenAt.lat + 0.00012, lon: takenAt.lon });
  await showToAll(stage, known, clerk);
  const asked = await answerQuestions(stage, clerk);
  const taps = await followInstead(stage, known.reference);
  await confirmByMail(stage);

  const page = await stage.open(`${stage.town.path}/issues/${known.reference}`, { as: neighbour });
  await page.locator('[data-follow]').click();
  await page.getByText(de.follow.following).waitFor();
  assert.match(await page.locator('[data-supporters]').innerText(), /2/);
  assert.ok(!(await page.content()).includes(email), 'nobody sees who follows');

  const child = await mergeOnPage(stage, known.reference, { reporter: neighbour, clerk });
  await stage.ask(move, { input: { issueId: known.id, version: 1, to: 'ASSIGNED', message: answer } }, clerk);
  const told = await stage.mailbox.waitFor(email, ({ text }) => text.includes(answer));
  await stage.open(new URL(linkUnder(told.text, '/unfollow/')).pathname).then(pressEnd);
  await page.getByText(de.follow.count.split(' | ')[0]?.replace('{n}', '1') ?? '').waitFor();
  // The town hall has merged the reports: the reporter of the second is notified of the first one's end.
  await stage.ask(move, { input: { issueId: known.id, version: 2, to: 'RESOLVED', message: end } }, clerk);
  const inbox = await stage.open(`${stage.town.path}/inbox`, { as: neighbour });
  await inbox.getByText(end).waitFor();
  const visitor = await stage.open(`${stage.town.path}/issues/${child}`, { as: neighbour });
  await visitor.locator('[data-parent]', { hasText: known.reference }).waitFor();
  const found = await findByAddress(stage);
  noteFigures({ 'taps to follow instead': taps, 'asked and answered': asked, 'found by a shared address': found });
});

const end = 'Die Stelle ist ausgebessert.';
const answer = 'Der Bauhof sieht sich das heute an.';
const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';

/**
 * A dangerous category first shows emergency numbers; the answers to the questions of a category reach the town hall.
 */
async function answerQuestions(stage: Stage, clerk: Person): Promise<string> {
  const page = await stage.open(`${stage.town.path}/report`);
  const next = page.getByRole('button', { name: de.report.next.what });
  await page.getByText('Bäume und Grünflächen', { exact: true }).click();
  await next.click();
  await page.locator('[data-emergency] a[href="tel:112"]').waitFor();
  await page.locator('[data-go-on]').click();
  await page.getByLabel(de.place.address).waitFor();
  await page.goBack();
  await page.getByText('Straßenbeleuchtung', { exact: true }).click();
  await next.click();
  await page.getByLabel(de.place.address).fill('Vogtsgasse');
  await page.getByRole('button', { name: de.report.next.where }).click();
  await page.getByLabel(de.report.text, { exact: true }).fill('Die Laterne vor dem Haus flackert.');
  const lamp = page.locator('[data-questions] input').first();
  await lamp.fill('keine Ahnung');
  const send = page.getByRole('button', { name: de.report.send });
  await send.click();
  await page.getByText(errorText('NOT_A_NUMBER')).first().waitFor();
  await lamp.fill('1042');
  await send.click();
  const reference = await page.locator('[data-reference]').innerText();
  const office = await stage.open(`${stage.town.path}/board/${reference}`, { as: clerk, device: 'desktop' });
  return office.locator('[data-answers]').innerText();
}

/** The photo determines the place. The reporter follows the nearby report instead; returns the number of taps. */
async function followInstead(stage: Stage, reference: string): Promise<number> {
  const page = await stage.open(`${stage.town.path}/report`, {
    prepare: async (context) => {
      await context.addInitScript('window.taps = 0; addEventListener("pointerdown", () => window.taps++, true)');
    },
  });
  await page.getByText(category, { exact: true }).waitFor();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByText(de.photo.take).tap()]);
  await chooser.setFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await takePhoto() });
  await page.getByText(de.photo.cleaned).waitFor();
  await page.getByText(category, { exact: true }).tap();
  await page.getByRole('button', { name: de.report.next.what }).tap();
  await page.getByRole('button', { name: de.report.next.where }).tap();
  const offer = page.locator('[data-near] li', { hasText: reference });
  await offer.locator('[data-follow]').tap();
  await page.locator('[data-follow-form] input').fill(email);
  await page.getByRole('button', { name: de.follow.send, exact: true }).tap();
  await page.locator('[data-followed]').waitFor();
  assert.equal(await page.locator('[data-reference]').innerText(), reference);
  const kept: string | null = await page.evaluate('JSON.stringify(localStorage)');
  assert.ok(!kept?.includes(email), 'the address does not stay on the device');
  return page.evaluate('window.taps');
}

/** Reports the damage a second time; the town hall merges it with one click, undoes that and merges it again. */
async function mergeOnPage(stage: Stage, parent: string, { reporter, clerk }: Record<'reporter' | 'clerk', Person>) {
  const { reference } = await reportWithPhoto(stage, reporter, { lat: takenAt.lat + 0.0002, lon: takenAt.lon });
  const page = await stage.open(`${stage.town.path}/board/${reference}`, { as: clerk, device: 'desktop' });
  const button = page.getByRole('button', { name: de.merge.action.replace('{reference}', parent) });
  await button.click();
  await page.locator('[data-parent]', { hasText: parent }).waitFor();
  await page.getByRole('button', { name: de.board.undo }).click();
  await page.locator('[data-parent]').waitFor({ state: 'detached' });
  await button.click();
  await page.locator('[data-parent]', { hasText: parent }).waitFor();
  return reference;
}

/** The choices on the map are in its address, so that a shared link shows the same; the open data is linked. */
async function findByAddress(stage: Stage): Promise<number> {
  const page = await stage.open(`${stage.town.path}/map?q=Frankfurter`, { device: 'desktop' });
  const entries = page.getByRole('list', { name: de.map.list }).locator('[data-reference]');
  await entries.first().waitFor();
  const texts = await entries.allInnerTexts();
  assert.ok(
    texts.every((text) => text.includes('Frankfurter')),
    texts.join(' | '),
  );
  await page.getByLabel(de.map.stage).selectOption('open');
  await page.waitForURL(/stage=open/);
  const link = await page.locator('[data-open-data] a').first().getAttribute('href');
  const data = await fetch(new URL(link ?? '', stage.town.origin));
  const { features } = (await data.json()) as { features: readonly unknown[] };
  assert.ok(features.length >= texts.length, 'the file holds what the page shows');
  const frame = await fetch(`${stage.town.origin}/embed/${stage.town.ags}/issues`);
  assert.match(frame.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
  return texts.length;
}

async function confirmByMail(stage: Stage): Promise<void> {
  const mail = await stage.mailbox.waitFor(email, ({ text }) => text.includes('/follow/'));
  const page = await stage.open(new URL(linkUnder(mail.text, '/follow/')).pathname);
  await page.getByRole('button', { name: de.followLink.action.confirm }).click();
  await page.getByText(de.followLink.done.confirm).waitFor();
}

async function pressEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: de.followLink.action.end }).click();
  const isOver = async () => (await page.getByText(de.followLink.done.end).count()) > 0;
  assert.ok(await becomesTrue(isOver, patience), 'the link ends it');
}
