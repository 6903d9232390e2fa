// Reads the list of domains, server/domains.ts, as text, because the checks need no running product.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders below server/ that are no domains. */
const otherFolders = new Set(['kernel', 'database', 'demo', 'testing', 'sweeps']);

/** Folders of the domains in the order of `domains`; `text`: content of server/domains.ts. */
export function readDomains(text) {
  const imports = [...text.matchAll(/^import \{ (\w+) \} from '\.\/(\w+)\/\2\.domain\.ts';$/gm)];
  const folders = new Map(imports.map(([, name, folder]) => [name, folder]));
  const entries = /^export const domains\b.*= \[$([^\]]*)/m.exec(text)?.[1] ?? '';
  return [...entries.matchAll(/^ {2}(\w+),$/gm)].flatMap(([, name]) => folders.get(name) ?? []);
}

/**
 * Manifests whose domain has another name than its folder. Messages and rules derive file names from the domain's name.
 */
export function findMisnamedDomains(root) {
  const server = join(root, 'server');
  return readDomains(readFileSync(join(server, 'domains.ts'), 'utf8'))
    .map((name) => ({ name, file: `${name}/${name}.domain.ts` }))
    .filter(({ name, file }) => !readFileSync(join(server, file), 'utf8').includes(`\n  name: '${name}',\n`))
    .map(({ name, file }) => `server/${file}: the domain is named after its folder; write \`name: '${name}',\``);
}

/** Folders below server/ that are in no list, so that their domains have no effect. */
export function findUnlistedDomains(root) {
  const server = join(root, 'server');
  const listed = new Set(readDomains(readFileSync(join(server, 'domains.ts'), 'utf8')));
  return readdirSync(server, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !otherFolders.has(entry.name) && !listed.has(entry.name))
    .map(
      ({ name }) =>
        `server/${name}/ is no part of the product: add \`import { ${name} } from './${name}/${name}.domain.ts';\` ` +
        `and the line \`  ${name},\` in \`domains\` to server/domains.ts`,
    );
}
