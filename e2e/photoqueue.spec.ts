import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { noteFigures } from './harness/figures.ts';
import { takePhoto } from './harness/photos.ts';
import { patience } from './harness/patience.ts';
import { reportWithPhoto, showToAll, uploadPhoto, type WithPhoto } from './harness/reports.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { cropPhoto, isWhole, measurePhoto } from './harness/wholePhoto.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

const here = { lat: 50.6021, lon: 7.2241 };
const words = (text: string, values: Readonly<Record<string, string>>) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

test(
  'waiting photos are judged by keys; a tall one is seen from edge to edge before it can be approved',
  { tag: ['@phone', '@desktop'] },
  async ({ stage }) => {
    const reporter = await stage.person('photographer');
    const tall = await reportWithPhoto(stage, reporter, here, await takePortrait());
    const second = await reportWithPhoto(stage, reporter, here);
    const third = await reportWithPhoto(stage, reporter, here);
    const page = await openQueue(stage);
    await goTo(page, tall);
    await seesBeforeApproving(page);
    const proportions = await approvesAndTakesBack(stage, page, tall);
    await meetsColleague(stage, page, { second, third });
    noteFigures({ 'tall photo, natural and drawn': proportions, 'axe violations': 0 });
  },
);

test(
  'photos before and after the work stand side by side, whole, and open together',
  { tag: ['@phone', '@desktop'] },
  async ({ stage }) => {
    const clerk = await stage.staff('bauhof');
    const report = await reportWithPhoto(stage, await stage.person('photographer'), here, await takePortrait());
    await showToAll(stage, report, clerk);
    const path = `${stage.town.path}/issues/${report.reference}`;
    const alone = await stage.open(path);
    await alone.locator('[data-photos] img').waitFor();
    assert.equal(await alone.getByRole('region', { name: de.photo.after }).count(), 0, 'without another photo as ever');
    await addAfter(stage, report);
    for (const [page, name] of [
      [await stage.open(path), 'issue'],
      [await stage.open(`${stage.town.path}/board/${report.reference}`, { as: clerk }), 'board issue'],
    ] as const)
      await standSideBySide(page, name);
  },
);

function takePortrait(): Promise<Buffer> {
  return sharp({ create: { width: 739, height: 1600, channels: 3, background: '#4a6a8a' } })
    .composite([{ input: { create: { width: 739, height: 40, channels: 3, background: '#d22' } }, top: 0, left: 0 }])
    .jpeg()
    .toBuffer();
}

/** The way from the board to its waiting photos. */
async function openQueue(stage: Stage): Promise<Page> {
  const page = await stage.open(`${stage.town.path}/board`, { as: await stage.staff('bauhof') });
  const link = page.locator('[data-photo-queue]');
  await link.waitFor();
  assert.match(await link.innerText(), new RegExp(`${de.photoQueue.link}\\s+\\d+`));
  await link.click();
  await page.locator('[data-position]').waitFor();
  return page;
}

/** Goes on by J until the photo of this report is shown. */
async function goTo(page: Page, { reference }: WithPhoto): Promise<void> {
  const heading = page.getByRole('heading', { level: 2 });
  for (let n = 0; n < 40; n++) {
    const shown = await heading.innerText();
    if (shown.startsWith(reference)) return;
    await page.keyboard.press('j');
    await becomesTrue(async () => (await heading.innerText()) !== shown, patience);
  }
  throw new Error(`${reference} is not among the waiting photos`);
}

/** The photo comes late: until then neither button nor key approve. */
async function seesBeforeApproving(page: Page): Promise<void> {
  const approve = page.locator('[data-acts]').getByRole('button', { name: de.photo.approve });
  const gate = Promise.withResolvers<undefined>();
  const file = /\/large\.webp/;
  await page.route(file, async (route) => {
    await gate.promise;
    await route.continue().catch(() => undefined); // the page may have left
  });
  await page.reload();
  await page.locator('[data-position]').waitFor();
  const before = await page.getByRole('heading', { level: 2 }).innerText();
  await page.getByText(de.photoWork.loading).waitFor();
  assert.ok(await approve.isDisabled(), 'nobody approves what nobody has seen');
  await page.keyboard.press('f');
  gate.resolve(undefined);
  await becomesTrue(() => approve.isEnabled(), patience);
  assert.equal(await page.getByRole('heading', { level: 2 }).innerText(), before, 'nor by key');
  await page.unroute(file);
}

/** Approves, takes it back and hides, by keys. Returns the proportions of the photo. */
async function approvesAndTakesBack(stage: Stage, page: Page, tall: WithPhoto): Promise<string> {
  const { photoId, reference } = tall;
  await goTo(page, tall);
  const approve = page.locator('[data-acts]').getByRole('button', { name: de.photo.approve });
  await becomesTrue(() => approve.isEnabled(), patience);
  const seen = await measurePhoto(page);
  assert.ok(isWhole(seen) && seen.isInside, `all of the tall photo: ${JSON.stringify(seen)}`);
  assert.ok(seen.natural < 0.5, 'control: it is tall');
  assert.deepEqual(await findBarriers(page), [], 'without barrier');
  assert.equal(await scrollsSideways(page), false);
  await findsCrop(page);
  await page.keyboard.press('f');
  await page.getByText(words(de.photoQueue.shown, { reference })).waitFor();
  assert.equal(await isApproved(stage, photoId), true);
  await page.getByRole('button', { name: de.board.undo }).first().click();
  await page.getByText(words(de.photoQueue.returned, { reference })).waitFor();
  assert.equal(await isApproved(stage, photoId), false);
  await goTo(page, tall);
  await page.keyboard.press('x');
  await page.getByText(words(de.photoQueue.hidden, { reference })).waitFor();
  return `${seen.natural.toFixed(3)}, ${seen.drawn.toFixed(3)}`;
}

/** Control: the measurement finds a photo that is cropped. */
async function findsCrop(page: Page): Promise<void> {
  await cropPhoto(page);
  assert.equal(isWhole(await measurePhoto(page)), false, 'control: a crop is found');
}

/** A colleague judges the second photo while it is shown: a sentence says so, and the third one comes. */
async function meetsColleague(
  stage: Stage,
  page: Page,
  { second, third }: { readonly second: WithPhoto; readonly third: WithPhoto },
): Promise<void> {
  await goTo(page, second);
  await showToAll(stage, second, await stage.staff('verwaltung'));
  await page.keyboard.press('x');
  await page.getByText(words(de.photoQueue.judgedShown, { reference: second.reference })).waitFor();
  assert.equal(await isApproved(stage, second.photoId), true, 'the first decision counts');
  await becomesTrue(
    async () => !(await page.getByRole('heading', { level: 2 }).innerText()).startsWith(second.reference),
    patience,
  );
  await goTo(page, third);
}

async function isApproved(stage: Stage, photoId: string): Promise<boolean> {
  const query = 'query($id: ID!) { node(id: $id) { ... on Photo { isApproved } } }';
  return (await stage.ask(query, { id: photoId }, await stage.staff('bauhof'))).node.isApproved;
}

async function addAfter(stage: Stage, { id: issueId }: WithPhoto): Promise<void> {
  const clerk = await stage.staff('bauhof');
  const photoId = await uploadPhoto(stage, clerk, await takePhoto());
  const query = 'mutation($input: AddIssuePhotoInput!) { addIssuePhoto(input: $input) { userErrors { code } } }';
  const input = { issueId, photoId, stage: 'AFTER', isApproved: true, idempotencyKey: randomUUID() };
  assert.deepEqual((await stage.ask(query, { input }, clerk)).addIssuePhoto.userErrors, []);
}

async function standSideBySide(page: Page, name: string): Promise<void> {
  const before = page.getByRole('region', { name: de.photo.before });
  const after = page.getByRole('region', { name: de.photo.after, exact: true });
  const pictures = [before.locator('img'), after.locator('img')];
  const boxes = [];
  for (const [number, picture] of pictures.entries()) {
    await picture.waitFor();
    await becomesTrue(async () => (await measurePhoto(page, number)).natural > 0, patience);
    assert.ok(isWhole(await measurePhoto(page, number)), `${name}: whole`);
    boxes.push(await picture.boundingBox());
  }
  const [left, right] = boxes;
  assert.ok(left && right && left.x + left.width <= right.x, `${name}: beside each other`);
  assert.ok(Math.abs(left.y - right.y) < 2 && Math.abs(left.height - right.height) < 2, `${name}: in one row`);
  assert.deepEqual(await findBarriers(page), [], `${name} is without barrier`);
  assert.equal(await scrollsSideways(page), false, `${name}: nothing sticks out`);
  await before.getByRole('button').first().click();
  await page.getByRole('dialog', { name: `${de.photo.before} · ` }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('dialog', { name: `${de.photo.after} · ` }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
