// @vitest-environment node
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';

/** Parts that a file of `folder` shows. */
const partsIn = (path: string, folder: string) =>
  [...readFileSync(path, 'utf8').matchAll(new RegExp(`from '${folder}(\\w+)\\.vue'`, 'g'))].map(
    ([, name = '']) => name,
  );

it('shows every part there is, itself or within another', () => {
  const shown = new Set(globSync('web/styleguide/*.vue').flatMap((path) => partsIn(path, '\\.\\./ui/')));
  shown.add('ToastHost'); // stands in every page (App.vue); the style guide gives it something to say
  for (const name of shown) for (const inner of partsIn(`web/ui/${name}.vue`, '\\./')) shown.add(inner);
  const parts = globSync('web/ui/*.vue').map((path) => basename(path, '.vue'));
  expect(parts.length).toBeGreaterThan(20);
  expect(parts.filter((name) => !shown.has(name))).toEqual([]);
});
