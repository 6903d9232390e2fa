import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { idleMap } from '../harness/map.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** The map with its list, one chosen report, and the admin's settings of the map. */
export function mapShots(town: string, admin: Person, clerk: Person): readonly Shot[] {
  const path = `${town}/map`;
  return [
    { name: 'map', path, shows: de.map.everything, prepare: idleMap },
    { name: 'map-chosen', path, shows: de.map.open, prepare: choose },
    { name: 'map-settings', path: `${town}/settings/map`, as: admin, shows: de.mapSettings.now, prepare: lookAtMap },
    { name: 'board-map', path: `${town}/board`, as: clerk, shows: de.board.filters, prepare: openBeside },
  ];
}

async function choose(page: Page): Promise<void> {
  await idleMap(page);
  await page.locator('[data-list] button[aria-expanded]').first().click();
  await idleMap(page);
}

/** Opens the map beside the board where there is room; the choice is stored in the browser and undone afterwards. */
async function openBeside(page: Page): Promise<void> {
  const wish = page.getByRole('button', { name: de.board.withMap });
  await page.locator('[data-card]').first().waitFor();
  if (!(await wish.isVisible())) return;
  await wish.click();
  await idleMap(page);
  await page.evaluate(`localStorage.removeItem('ortsfunk.board.map')`);
}

/** Scrolls to the map, which is drawn only in view. */
async function lookAtMap(page: Page): Promise<void> {
  await page.getByRole('heading', { name: de.mapSettings.now }).scrollIntoViewIfNeeded();
  await idleMap(page);
}
