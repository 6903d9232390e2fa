import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { noteFigures } from './harness/figures.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

test('a town’s pages are its own app: its emblem, its picture and its colour on the page and on the home screen', async ({
  stage,
}) => {
  stage.guard.allow(/415/);
  const page = await stage.open(`${stage.town.path}/settings/look`, { as: await stage.staff('verwaltung') });
  const initial = await iconOf(page, stage);
  await refuseDrawing(page);
  await choose(page, de.look.own.place, await picture(1600, 500, { r: 90, g: 130, b: 90 }));
  await choose(page, de.look.own.emblem, await picture(300, 340, { r: 20, g: 60, b: 140 }));
  assert.deepEqual(await findBarriers(page), []);
  await page.screenshot({ path: `${stage.out}/look-own.png`, fullPage: true });

  const visitor = await stage.open(stage.town.path);
  const header = visitor.getByRole('main').locator('img[src^="/media/"][alt=""]');
  await header.nth(1).waitFor();
  assert.equal(await header.count(), 2, 'the place and the emblem');
  assert.deepEqual(await findBarriers(visitor), []);
  await visitor.screenshot({ path: `${stage.out}/home-own.png` });
  const emblem = await iconOf(visitor, stage);
  assert.notEqual(emblem.src, initial.src, 'another icon has another address');

  for (const name of [de.look.own.emblem, de.look.own.place]) {
    await fieldOf(page, name).getByRole('button', { name: de.look.own.remove }).click();
    await fieldOf(page, name).getByRole('button', { name: de.look.own.remove }).waitFor({ state: 'detached' });
  }
  assert.equal((await iconOf(page, stage)).src, initial.src);
  noteFigures({ icons: emblem.count, 'bytes of the icon': emblem.bytes });
});

/** Icons of the page's manifest, which a browser puts on the home screen; checks format and size of each. */
async function iconOf(page: Page, { town }: Stage): Promise<{ src: string; count: number; bytes: number }> {
  const html = await (await fetch(page.url(), { headers: { accept: 'text/html' } })).text();
  const href = /<link rel="manifest" href="([^"]+)"/.exec(html)?.[1];
  assert.equal(href, `${town.path}/manifest.webmanifest`);
  interface Manifest {
    readonly start_url: string;
    readonly icons: readonly { readonly src: string; readonly sizes: string }[];
  }
  const { start_url, icons } = (await (await fetch(town.origin + href)).json()) as Manifest;
  assert.equal(start_url, town.path);
  let bytes = 0;
  for (const { src, sizes } of icons) {
    const body = Buffer.from(await (await fetch(town.origin + src)).arrayBuffer());
    const { format, width, height } = await sharp(body).metadata();
    assert.deepEqual([format, `${width}x${height}`], ['png', sizes]);
    bytes = body.length;
  }
  return { src: icons[0]?.src ?? '', count: icons.length, bytes };
}

function fieldOf(page: Page, name: string) {
  return page.getByRole('group', { name, exact: true });
}

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  const field = fieldOf(page, name);
  await field.locator('input[type="file"]').setInputFiles({ name: 'bild.png', mimeType: 'image/png', buffer });
  await field.locator('img[src^="/media/"]').waitFor();
}

/** An SVG with the name of a PNG must be refused, because it could hold a script. */
async function refuseDrawing(page: Page): Promise<void> {
  const svg = {
    name: 'wappen.png',
    mimeType: 'image/png',
    buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  };
  const field = fieldOf(page, de.look.own.emblem);
  await field.locator('input[type="file"]').setInputFiles(svg);
  await field.getByText(de.errors.UNSUPPORTED_TYPE).waitFor();
}

/** A PNG with a filled ellipse on a transparent background. */
function picture(width: number, height: number, color: { r: number; g: number; b: number }): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isInside = Math.hypot((x / width - 0.5) * 2, (y / height - 0.5) * 2) < 0.95;
      pixels.set([color.r, (color.g + x) % 256, color.b, isInside ? 255 : 0], (y * width + x) * 4);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}
