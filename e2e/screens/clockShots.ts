import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { de, errorText } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** Response times of the town hall for everybody, and the admin's pages for deadlines and opening hours. */
export function clockShots(path: string, admin: Person): readonly Shot[] {
  return [
    { name: 'medians', path: `${path}/response-times`, shows: de.medians.about },
    { name: 'hours', path: `${path}/settings/hours`, as: admin, shows: de.hours.save },
    { name: 'hours-errors', path: `${path}/settings/hours`, as: admin, shows: de.hours.save, prepare: enterNonsense },
    { name: 'targets', path: `${path}/settings/targets`, as: admin, shows: de.targets.firstResponse },
  ];
}

/** Enters opening hours that end before they begin, which the form must refuse. */
async function enterNonsense(page: Page): Promise<void> {
  const from = page.locator('input[type=time]').first();
  const to = page.locator('input[type=time]').nth(1);
  await from.fill('12:00');
  await to.fill('08:00');
  await page.getByRole('button', { name: de.hours.save }).click();
  await page.getByText(errorText('ENDS_BEFORE_START')).waitFor();
}
