import type { Page } from '@playwright/test';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** Pages that belong to no town: the choice of towns, the appearance of the device, and an unknown path. */
export function townShots(): readonly Shot[] {
  return [
    { name: 'town-choice', path: '/?all=1', shows: 'Unkel' },
    { name: 'display', path: '/display', shows: de.display.contrast },
    { name: 'town-search', path: '/?all=1', shows: de.choose.notYet, prepare: (page) => search(page, 'rhein') },
    { name: 'not-found', path: '/nowhere', shows: de.notFound.title },
  ];
}

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox').fill(text);
}
