import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { de, errorText } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** Settings of the town's colour and picture. */
export function lookShots(path: string, as: Person): readonly Shot[] {
  const look = { path: `${path}/settings/look`, as };
  const choose = (motif: string) => (page: Page) => page.getByText(motif, { exact: true }).click();
  return [
    { ...look, name: 'look', shows: de.look.dark },
    { ...look, name: 'look-coast', shows: de.look.dark, prepare: choose(de.look.motifs.COAST) },
    {
      ...look,
      name: 'look-refused',
      shows: errorText('LOOKS_LIKE_DANGER'),
      prepare: (page) => page.getByLabel(de.look.color, { exact: true }).fill('#e2001a'),
    },
  ];
}
