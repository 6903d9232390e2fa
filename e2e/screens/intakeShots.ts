import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { idleMap } from '../harness/map.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** A report by phone: the form, and the page with what the clerk reads to the caller. */
export function intakeShots(path: string, clerk: Person): readonly Shot[] {
  const form = { path: `${path}/board/new`, as: clerk };
  return [
    { ...form, name: 'intake', shows: de.intake.about, prepare: seeMap },
    { ...form, name: 'intake-done', shows: de.intake.codeHint, prepare: take },
  ];
}

/** Scrolls to the map, because a map out of sight is not drawn. */
async function seeMap(page: Page): Promise<void> {
  await page.locator('[data-pin-words]').scrollIntoViewIfNeeded();
  await idleMap(page);
}

async function take(page: Page): Promise<void> {
  await page.getByLabel(de.intake.category, { exact: true }).selectOption({ label: 'Spielplatz' });
  await page.getByLabel(de.intake.text, { exact: true }).fill('Am Spielplatz ist ein Brett der Bank gebrochen.');
  await page.getByLabel(de.intake.address, { exact: true }).fill('Spielplatz an der Schulstraße');
  await page.getByLabel(de.intake.text, { exact: true }).press('Control+Enter');
}
