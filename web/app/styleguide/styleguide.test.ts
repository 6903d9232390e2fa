// @vitest-environment node
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';

/** Names of the parts in `folder` that a file imports. */
const partsIn = (path: string, folder: string) =>
  [...readFileSync(path, 'utf8').matchAll(new RegExp(`from '${folder}(\\w+)\\.vue'`, 'g'))].map(
    ([, name = '']) => name,
  );

// ToastHost is in every page (App.vue), and the style guide triggers its messages; PageSlot shows nothing itself.
it.each([
  { folder: 'ui', least: 20, elsewhere: 'ToastHost' },
  { folder: 'shared', least: 4, elsewhere: 'PageSlot' },
])('shows every part of $folder, itself or within another', ({ folder, least, elsewhere }) => {
  const pages = globSync('web/app/styleguide/*.vue');
  const shown = new Set(pages.flatMap((path) => partsIn(path, `\\.\\./\\.\\./${folder}/`)));
  shown.add(elsewhere);
  for (const name of shown) for (const inner of partsIn(`web/${folder}/${name}.vue`, '\\./')) shown.add(inner);
  const parts = globSync(`web/${folder}/*.vue`).map((path) => basename(path, '.vue'));
  expect(parts.length).toBeGreaterThanOrEqual(least);
  expect(parts.filter((name) => !shown.has(name))).toEqual([]);
});
