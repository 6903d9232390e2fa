import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { noteFigures } from './harness/figures.ts';
import { reportWithPhoto } from './harness/reports.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

test(
  'the town hall makes places on a photo unrecognisable, by pointer and by keys alone, for its reporter too',
  { tag: '@desktop' },
  async ({ stage }) => {
    const reporter = await stage.person('photographer');
    const { reference } = await reportWithPhoto(stage, reporter, { lat: 50.6031, lon: 7.2261 }, await takeNoise());
    const page = await stage.open(`${stage.town.path}/board/${reference}`, {
      as: await stage.staff('bauhof'),
      device: 'desktop',
    });
    const before = await detail(stage, page);
    assert.ok(
      before.every((one) => one > 3),
      `control: there is something to be seen: ${before.join()}`,
    );
    await drawByPointer(page);
    await page.getByText(de.photoWork.blurred).waitFor();
    const [drawn = 0, untouched = 0] = await detail(stage, page);
    assert.ok(drawn < 2 && untouched > 3, `after the pointer: ${drawn}, ${untouched}`);
    await drawByKeys(page);
    const after = await detail(stage, page, untouched);
    assert.ok(
      after.every((one) => one < 2),
      `after the keys: ${after.join()}`,
    );
    const own = await stage.open(`${stage.town.path}/issues/${reference}`, { as: reporter, device: 'phone' });
    const seen = await detail(stage, own);
    assert.ok(
      seen.every((one) => one < 2),
      `its reporter: ${seen.join()}`,
    );
    noteFigures({ 'seen before': before.join(', '), 'seen after': after.join(', ') });
  },
);

/** A photo with noise everywhere, so that blurred parts can be measured. */
function takeNoise(): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  return sharp({ create: { width: 1200, height: 900, channels: 3, background: 'grey', noise } })
    .jpeg()
    .toBuffer();
}

/** Draws a box over the upper left of the photo by mouse, moves it there and back, and resizes it. */
async function drawByPointer(page: Page): Promise<void> {
  await page.getByRole('button', { name: de.photoWork.blur }).click();
  const area = page.locator('[data-blur-area]');
  const { x, y, width, height } = (await area.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
    await page.mouse.move(x + from[0] * width, y + from[1] * height);
    await page.mouse.down();
    await page.mouse.move(x + to[0] * width, y + to[1] * height, { steps: 4 });
    await page.mouse.up();
  };
  await drag([0.1, 0.1], [0.3, 0.3]);
  await drag([0.2, 0.2], [0.25, 0.25]);
  await drag([0.25, 0.25], [0.2, 0.2]);
  const {
    x: left,
    y: top,
    width: wide,
    height: high,
  } = (await area.locator('[data-handle]').boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  await page.mouse.move(left + wide / 2, top + high / 2);
  await page.mouse.down();
  await page.mouse.move(left + wide / 2 + 0.1 * width, top + high / 2 + 0.1 * height, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('button', { name: de.photoWork.save }).click();
}

/** Draws a box over the middle of the photo by keys alone, from the button to the saved photo. */
async function drawByKeys(page: Page): Promise<void> {
  await page.getByRole('button', { name: de.photoWork.blur }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: de.photoWork.addBox }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-box]:focus').waitFor();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(key);
  for (let n = 0; n < 5; n++) {
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
  }
  await page.locator('input[name="x"]').fill('40');
  await page.getByRole('button', { name: de.photoWork.save }).focus();
  await page.keyboard.press('Enter');
}

/** Contrast of the upper left and of the middle of the photo, read once the middle differs from `known`. */
async function detail(stage: Stage, page: Page, known?: number): Promise<number[]> {
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const picture = page.locator('[data-photos] img').first();
  for (;;) {
    await picture.waitFor();
    const url = await picture.getAttribute('src');
    const answer = await page.request.get(new URL(url ?? '', stage.town.origin).href);
    const seen = await contrasts(await answer.body());
    if (known === undefined || seen[1] !== known) return seen;
    await page.waitForFunction(`document.querySelector('[data-photos] img').getAttribute('src') !== '${url}'`);
  }
}

async function contrasts(bytes: Buffer): Promise<number[]> {
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  const at = async (x: number, y: number) => {
    const area = { left: Math.round(x * width), top: Math.round(y * height), width: 16, height: 16 };
    const { data } = await sharp(bytes).extract(area).greyscale().raw().toBuffer({ resolveWithObject: true });
    const mean = data.reduce((sum, one) => sum + one, 0) / data.length;
    return Math.round(Math.sqrt(data.reduce((sum, one) => sum + (one - mean) ** 2, 0) / data.length) * 10) / 10;
  };
  return [await at(0.2, 0.2), await at(0.5, 0.5)];
}
