import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { openGroups, publishTo } from '../harness/posts.ts';
import type { Stage } from '../harness/stage.ts';
import { de, languages, sayingOf } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

const plainName = languages['de-x-leicht'];

/** Texts in several languages, on the pages of readers and of authors. */
export async function wordShots(stage: Stage, path: string, admin: Person): Promise<readonly Shot[]> {
  const { town } = await openGroups(stage);
  const { id } = await publishTo(stage, [town.id], 'Trinkwasser: bitte bis Freitag abkochen', {
    body: 'Im Hochbehälter wurden Keime gefunden. Kochen Sie Wasser ab, bevor Sie es trinken.',
    variants: [
      {
        locale: 'de-x-leicht',
        title: 'Kochen Sie Ihr Wasser',
        body: 'Im Wasser sind Keime.\n\nKochen Sie das Wasser.',
      },
      { locale: 'en', title: 'Please boil drinking water until Friday', body: 'Germs were found in the water tank.' },
    ],
  });
  const add = (page: Page) =>
    page.getByRole('button', { name: sayingOf(de.write.variants.add, { name: plainName }) }).click();
  return [
    {
      name: 'post-plain',
      path: `${path}/posts/${id}`,
      shows: 'Im Wasser sind Keime.',
      prepare: (page) => page.getByRole('button', { name: plainName, exact: true }).click(),
    },
    { name: 'write-variants', path: `${path}/posts/new`, as: admin, prepare: add, shows: de.write.variants.plain },
    { name: 'edit-variants', path: `${path}/posts/${id}/edit`, as: admin, shows: de.write.variants.plain },
    { name: 'compose-variants', path: `${path}/polls/new`, as: admin, prepare: add, shows: de.compose.variantsHint },
  ];
}
