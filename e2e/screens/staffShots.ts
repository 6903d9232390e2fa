import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** The settings, the staff with both of its dialogs, and the audit trail. */
export function staffShots(path: string, as: Person): readonly Shot[] {
  const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
  const staff = `${path}/staff`;
  return [
    { name: 'settings', path: `${path}/settings`, as, shows: de.settings.about.audit },
    { name: 'staff', path: staff, as, shows: de.staff.more },
    { name: 'staff-add', path: staff, as, shows: de.staff.nameHint, prepare: press(de.staff.add) },
    { name: 'staff-revoke', path: staff, as, shows: de.staff.loses.CLERK, prepare: press('Sachbearbeitung') },
    { name: 'retention', path: `${path}/settings/retention`, as, shows: de.retention.save },
    { name: 'audit', path: `${path}/audit`, as, shows: de.audit.more },
  ];
}
