import assert from 'node:assert/strict';
import type { BrowserContext, Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { countPublic } from './harness/issues.ts';
import { assertDrawn, drawnOn, idleMap } from './harness/map.ts';
import { type MapHost, startMapHost } from './harness/mapHost.ts';
import type { Look, Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

const credit = '© Vermessungsamt Musterkreis';

test(
  'a town draws its map from the address its admin names, pages may ask that host alone, without it the outline stands',
  { tag: '@desktop' },
  async ({ stage }) => {
    stage.guard.allow(/^foreign host: https:\/\/(karten|anderswo)\.example\//);
    const host = await startMapHost();
    const look = { as: await stage.staff('verwaltung'), device: 'desktop', prepare: host.resolve } as const;
    const hall = await stage.open(`${stage.town.path}/settings/map`, look);
    await idleMap(hall);
    assert.deepEqual(host.asked, [], 'unasked, nobody is asked');
    const style = await drawsFrom(stage, host, hall, ['STYLE', '/style.json', 'theirs']);
    const file = await drawsFrom(stage, host, hall, ['PMTILES', '/town.pmtiles', 'earth']);
    await straysNowhere(stage, host, hall);
    const strayed = await control(stage, host);
    const fallen = await falls(stage, host, hall);
    await chooseOn(hall, 'INSTALLATION');
    noteFigures({
      'requests for a style': style,
      'for a file of tiles': file,
      'of a third host': 0,
      'without the policy (control)': strayed,
      'reports without host': fallen,
    });
  },
);

/** Chooses the map on the settings page as an admin does. */
async function chooseOn(hall: Page, choice: keyof typeof de.mapSettings.choice, url?: string): Promise<void> {
  await hall.getByRole('radio', { name: de.mapSettings.choice[choice] }).check();
  if (url !== undefined) {
    await hall.getByLabel(de.mapSettings.url, { exact: true }).fill(url);
    await hall.getByLabel(de.mapSettings.attribution, { exact: true }).fill(credit);
  }
  const isLoaded = hall.waitForEvent('load');
  await hall.getByRole('button', { name: de.mapSettings.save, exact: true }).click();
  await isLoaded;
  await hall.getByText(de.mapSettings.saved).waitFor();
}

async function openMap(stage: Stage, host: MapHost, plant?: Look['prepare']): Promise<Page> {
  const prepare = async (context: BrowserContext): Promise<void> => {
    await host.resolve(context);
    await plant?.(context);
  };
  const page = await stage.open(`${stage.town.path}/map`, { device: 'desktop', prepare });
  await idleMap(page);
  return page;
}

type Drawn = [choice: 'STYLE' | 'PMTILES', path: string, layer: string];

/**
 * Asserts that the map of the host is drawn below the town's boundary and reports, with its attribution; returns the
 * number of requests to the host.
 */
async function drawsFrom(stage: Stage, host: MapHost, hall: Page, [choice, path, layer]: Drawn): Promise<number> {
  await chooseOn(hall, choice, host.origin + path);
  const before = host.asked.length;
  const page = await openMap(stage, host);
  await assertDrawn(page, await countPublic(stage), { land: layer });
  await page.getByText(credit).waitFor();
  assert.equal((await drawnOn(page, 'town-line')).land > 0, true, 'the boundary lies upon it');
  assert.equal((await drawnOn(page, 'town-area')).land, 0, 'it is no outline');
  const asked = host.asked.slice(before);
  assert.ok(asked.includes(path), `${path} was asked for`);
  await page.context().close();
  return asked.length;
}

/**
 * A style that refers to a third host: the content policy of page and worker blocks the requests, and the outline is
 * drawn instead.
 */
async function straysNowhere(stage: Stage, host: MapHost, hall: Page): Promise<void> {
  stage.guard.allow(/content policy: connect-src https:\/\/anderswo\.example/);
  stage.guard.allow(/^console: .*(anderswo\.example|Content Security Policy)/);
  await chooseOn(hall, 'STYLE', `${host.origin}/stray.json`);
  const page = await openMap(stage, host);
  await page.getByText(de.map.fallback).waitFor();
  await assertDrawn(page, await countPublic(stage));
  const tried: string = await page.evaluate(
    `fetch('https://anderswo.example/land.json').then(() => 'answered', () => 'refused')`,
  );
  assert.equal(tried, 'refused');
  const named: string = await page.evaluate(
    `fetch('${host.origin}/land.json').then(() => 'answered', () => 'refused')`,
  );
  assert.equal(named, 'answered', 'the named host may be asked (control)');
  assert.deepEqual(host.strayed, [], 'the third host heard of nobody');
  await page.context().close();
}

/** Control: without the content policy the third host is requested, and the check must see it. */
async function control(stage: Stage, host: MapHost): Promise<number> {
  // Chromium counts a page that came through `route` as public, so it may not open a local socket.
  stage.guard.allow(/LOCAL_NETWORK_ACCESS/);
  const page = await openMap(stage, host, async (context) => {
    for (const path of ['**/map', '**/assets/maplibre-gl-worker*']) {
      await context.route(path, async (route) => {
        const response = await route.fetch();
        const { 'content-security-policy': _taken, ...headers } = response.headers();
        await route.fulfill({ response, headers });
      });
    }
  });
  await page.context().close();
  assert.ok(host.strayed.length > 0, 'the check sees who strays');
  return host.strayed.length;
}

async function falls(stage: Stage, host: MapHost, hall: Page): Promise<number> {
  stage.guard.allow(/karten\.example|503/);
  await chooseOn(hall, 'STYLE', `${host.origin}/style.json`);
  host.fail();
  const page = await openMap(stage, host);
  await page.getByText(de.map.fallback).waitFor();
  const { reports } = await assertDrawn(page, await countPublic(stage));
  await page.context().close();
  return reports;
}
