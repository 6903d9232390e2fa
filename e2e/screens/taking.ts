import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Stage, viewports } from '../harness/stage.ts';
import { de } from '../harness/texts.ts';
import type { Album } from './album.ts';
import { findBarriers, scrollsSideways } from './axe.ts';
import type { Appearance } from './looks.ts';
import type { Shot } from './shot.ts';

const zoomed = { width: viewports.desktop.width / 2, height: viewports.desktop.height / 2 };

/** Creates everything that the pictures of an album show, once for all looks. */
export async function prepareShots(stage: Stage, album: Album): Promise<readonly Shot[]> {
  const admin = await stage.staff('verwaltung');
  const clerk = await stage.staff('bauhof');
  return album.prepare({ stage, path: stage.town.path, admin, clerk });
}

/** Takes all pictures in one look; each person has one page for all of them. Returns the complaints. */
export async function takeAll(stage: Stage, shots: readonly Shot[], look: Appearance): Promise<string[]> {
  const pages = new Map<string, Page>();
  const complaints: string[] = [];
  for (const shot of shots) {
    const person = shot.as?.email ?? '';
    const page = pages.get(person) ?? (await stage.open('/nowhere', { ...look, ...(shot.as && { as: shot.as }) }));
    pages.set(person, page);
    const name = `${shot.name}-${look.device}-${look.large ? '200' : look.scheme}`;
    await page.setViewportSize(look.large && look.device === 'desktop' ? zoomed : viewports[look.device]);
    await arrive(page, stage.town.origin, shot);
    if (look.large && look.device === 'phone') await page.evaluate("document.documentElement.style.fontSize = '200%'");
    await stretch(page);
    await page.evaluate(untilPicturesAreThere);
    await page.screenshot({ path: join(stage.out, `${name}.png`), animations: 'disabled' });
    complaints.push(...(await findBarriers(page)).map((barrier) => `${name}: ${barrier}`));
    if (await scrollsSideways(page)) complaints.push(`${name}: the page scrolls sideways`);
  }
  await Promise.all([...pages.values()].map((page) => page.context().close()));
  return complaints;
}

/**
 * Script in the page that waits for pictures and for maps, which are drawn again at the new size; at most 3 s, because
 * pictures below the photographed part are never loaded.
 */
const untilPicturesAreThere = `Promise.race([
  Promise.all([
    ...[...document.images].map((picture) => picture.decode().catch(() => null)),
    ...[...document.querySelectorAll('[data-map="idle"]')].map(
      ({ map }) => new Promise((done) => map.once('idle', done).triggerRepaint()),
    ),
  ]),
  new Promise((done) => setTimeout(done, 3000)),
])`;

/**
 * Makes the window as tall as its content, at most 3,000 pixels, so that a picture shows the whole page with the menu
 * at its edge.
 */
async function stretch(page: Page): Promise<void> {
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  const wanted: number = await page.evaluate(`(() => {
    const main = document.getElementById('main');
    const end = main === null ? 0 : main.offsetTop + main.scrollHeight;
    return Math.max(document.documentElement.scrollHeight, end);
  })()`);
  if (wanted > height) await page.setViewportSize({ width, height: Math.min(wanted, 3000) });
}

/** Opens the page and waits until it is complete and does not move. */
async function arrive(page: Page, origin: string, shot: Shot): Promise<void> {
  await page.goto(origin + shot.path);
  await shot.prepare?.(page);
  await page.getByText(shot.shows).first().waitFor();
  await page.getByText(de.app.loading).first().waitFor({ state: 'detached' });
  for (const dot of await page.locator('[data-live="reconnecting"]').all()) await dot.waitFor({ state: 'detached' });
  await page.locator('[data-map="loading"]').waitFor({ state: 'detached' });
  await page.evaluate('document.fonts.ready.then(() => true)');
}
