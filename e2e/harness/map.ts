import assert from 'node:assert/strict';
import type { BrowserContext, Page } from '@playwright/test';
import { becomesTrue } from '../../faults/harness/waiting.ts';
import { patience } from './patience.ts';

/** Features that MapLibre has drawn: parts of the town's area, and reports, including those in clusters. */
export interface Drawn {
  readonly land: number;
  readonly reports: number;
  readonly chosen: number;
}

/** Waits until the map has loaded everything and nothing moves. */
export async function idleMap(page: Page): Promise<void> {
  await page.locator('[data-map="idle"]').waitFor();
  await page.evaluate(`new Promise((done) => {
    const { map } = document.querySelector('[data-map]');
    if (map.loaded() && !map.isMoving()) done();
    else map.once('idle', () => done());
  })`);
}

/** Features in the visible part of the map, from the layers of these names. */
export function drawnOn(page: Page, landLayer = 'town-area'): Promise<Drawn> {
  return page.evaluate(`(() => {
    const { map } = document.querySelector('[data-map]');
    const drawn = (...names) => {
      const layers = names.filter((name) => map.getLayer(name));
      return layers.length > 0 ? map.queryRenderedFeatures({ layers }) : [];
    };
    const pins = new Map(drawn('heaps', 'points', 'chosen').map(({ properties: its }) => [its.cluster_id ?? its.id, its]));
    return {
      land: drawn('${landLayer}').length,
      reports: [...pins.values()].reduce((sum, { point_count = 1 }) => sum + point_count, 0),
      chosen: drawn('chosen').length,
    };
  })()`);
}

/** Asserts that the map shows the town's area and `reports` reports; a blank map with pins fails. */
export async function assertDrawn(
  page: Page,
  reports: number,
  { land = 'town-area', ms = patience } = {},
): Promise<Drawn> {
  await page.locator('[data-map="idle"]').waitFor();
  await becomesTrue(async () => (await drawnOn(page, land)).reports === reports, ms);
  await idleMap(page);
  const drawn = await drawnOn(page, land);
  assert.ok(drawn.land > 0, 'the town is drawn, not pins upon nothing');
  assert.equal(drawn.reports, reports, 'reports on the map');
  return drawn;
}

/** Plants a defect: removes layers that match as soon as a map exists. */
export function withoutLayers(pattern: RegExp): (context: BrowserContext) => Promise<void> {
  return async (context) => {
    await context.addInitScript(`Object.defineProperty(HTMLElement.prototype, 'map', { set(map) {
      Object.defineProperty(this, 'map', { value: map });
      map.once('style.load', () => {
        for (const { id } of map.getStyle().layers) if (${String(pattern)}.test(id)) map.removeLayer(id);
      });
    } })`);
  };
}

/** Simulates a device without WebGL, which cannot draw maps. */
export async function withoutWebGl(context: BrowserContext): Promise<void> {
  await context.addInitScript(`(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind.startsWith('webgl') ? null : getContext.call(this, kind, ...rest);
    };
  })()`);
}
