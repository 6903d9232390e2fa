import { join } from 'node:path';
import type { Plugin } from 'vitest/config';
import { applyPatch, type Patch } from '../build.ts';

/** Vite plugin that plants the patches of a control when the patched file is loaded. */
export function plantDefects(root: string, patches: readonly Patch[]): Plugin {
  const byPath = Map.groupBy(patches, ({ file }) => join(root, file));
  return {
    name: 'planted-defects',
    enforce: 'pre',
    configureVitest: ({ defineCacheKeyGenerator }) => {
      // The cache of transformed modules is shared with runs that do not patch this file.
      defineCacheKeyGenerator(({ id }) => (byPath.has(id) ? false : null));
    },
    transform: (source, id) => byPath.get(id)?.reduce(applyPatch, source),
  };
}
