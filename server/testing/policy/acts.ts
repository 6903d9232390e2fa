import { globSync } from 'node:fs';
import { join } from 'node:path';
import { domains } from '../../domains.ts';
import type { Act } from './act.ts';
import type { Town } from './town.ts';

/** Row for several objects at once: unknown and hidden ones are null. */
const nodes: Act = {
  field: 'Query.nodes',
  variant: 'a report, a closed group, a draft',
  witness: 'admin',
  prepare: ({ issue, kita, draft }: Town) => ({
    query: 'query($ids: [ID!]!) { it: nodes(ids: $ids) { id } }',
    variables: { ids: [issue.id, kita.id, draft.id] },
  }),
};

const server = join(import.meta.dirname, '../..');

/** Rows by domain, from the domain's files `*.policy.ts`. Rows that belong to no domain have the key `kernel`. */
export const actsByDomain = new Map<string, readonly Act[]>([['kernel', [nodes]]]);
for (const { name } of domains) {
  const files = globSync(`${name}/**/*.policy.ts`, { cwd: server }).toSorted();
  const modules: { readonly acts: readonly Act[] }[] = await Promise.all(
    files.map((file) => import(/* @vite-ignore */ join(server, file))),
  );
  actsByDomain.set(
    name,
    modules.flatMap(({ acts: own }) => own),
  );
}

const found = [...actsByDomain.values()].flat();

/** All rows of the matrix; those that run last are at the end. */
export const acts: readonly Act[] = [
  ...found.filter(({ runsLast }) => runsLast !== true),
  ...found.filter(({ runsLast }) => runsLast === true),
];
