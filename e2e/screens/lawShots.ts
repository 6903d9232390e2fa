import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** Pages that the law requires within reach of every page, and the settings with their texts. */
export function lawShots(path: string, admin: Person): readonly Shot[] {
  const barrier = `${path}/barrier?page=${path}/polls`;
  return [
    { name: 'imprint', path: `${path}/imprint`, shows: 'Verantwortlich für den Inhalt' },
    { name: 'privacy', path: `${path}/privacy`, shows: 'Ihre Rechte' },
    { name: 'accessibility', path: `${path}/accessibility`, shows: de.law.accessibility.enforcement },
    { name: 'legal', path: `${path}/legal`, shows: de.title.privacy },
    { name: 'barrier', path: barrier, shows: de.barrier.otherWays },
    { name: 'barrier-errors', path: barrier, shows: de.report.check, prepare: press(de.report.send) },
    { name: 'barrier-done', path: barrier, shows: de.done.next, prepare: sendBarrier },
    { name: 'law', path: `${path}/settings/law`, as: admin, shows: de.law.saveAccessibility },
    {
      name: 'law-errors',
      path: `${path}/settings/law`,
      as: admin,
      shows: de.errors.REQUIRED,
      prepare: publishNothing,
    },
  ];
}

const press = (name: string) => (page: Page) => page.getByRole('button', { name }).click();

async function sendBarrier(page: Page): Promise<void> {
  await page.getByLabel(de.barrier.what).fill('Der Knopf zum Abstimmen hat keinen Namen.');
  await press(de.report.send)(page);
}

async function publishNothing(page: Page): Promise<void> {
  await page.getByLabel(de.title.imprint, { exact: true }).fill(' ');
  await press(de.law.saveTexts)(page);
}
