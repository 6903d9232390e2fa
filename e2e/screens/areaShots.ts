import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** Areas and roads: the list, a new one, a changed one, and the question before one is deleted. */
export function areaShots(path: string, as: Person): readonly Shot[] {
  const areas = { path: `${path}/settings/areas`, as };
  return [
    { ...areas, name: 'areas', shows: de.areas.list, prepare: shown },
    { ...areas, name: 'area-remove', shows: 'fallen auch diese Regeln weg', prepare: askToRemove },
    { ...areas, name: 'area-new', path: `${areas.path}/new`, shows: de.areas.finish, prepare: readyToDraw },
    { ...areas, name: 'area-change', shows: de.areas.redraw, prepare: change },
  ];
}

async function shown(page: Page): Promise<void> {
  await page.locator('[data-map="idle"]').first().waitFor();
}

async function askToRemove(page: Page): Promise<void> {
  await shown(page);
  await page.getByRole('button', { name: de.areas.removeNamed.replace('{name}', 'B 42 (Demo)') }).click();
}

async function readyToDraw(page: Page): Promise<void> {
  await page.locator('[data-drawer="on"]').waitFor();
}

async function change(page: Page): Promise<void> {
  await page.getByRole('link', { name: de.areas.changeNamed.replace('{name}', 'B 42 (Demo)') }).click();
  await readyToDraw(page);
  await page.getByText(de.areas.corners, { exact: true }).click();
  await page.getByText(de.areas.import, { exact: true }).click();
}
