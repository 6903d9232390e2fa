// House rules that no linter knows. Each function returns its complaints; scripts/plants.mjs proves that each rule
// finds a violation.
import { parse, visit } from 'graphql';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findMisnamedDomains, findUnlistedDomains } from './domains.mjs';
import { findPrograms } from './programs.mjs';
import { countLines, listSources, readSource } from './tree.mjs';

const folders = ['server', 'web', 'schema', 'e2e', 'faults', 'bench'];
const vague = /^(utils?|helpers?|common|managers?|data|misc)(\.|$)/i;
/**
 * Packages that may be installed only once: with two copies `instanceof` fails, contexts are empty and caches are
 * missed.
 */
const onlyOnce = ['graphql', 'vue', '@apollo/client', 'ioredis', '@mikro-orm/core', 'graphql-ws'];
const roots = new Set(['Query', 'Mutation', 'Subscription']);
const medianCeiling = 70;

export function findVagueNames(root) {
  return listSources(root, folders, '*.*')
    .filter(
      (path) => path.split('/').some((part) => vague.test(part)) || /\.(utils?|helpers?)\.\w+$/.test(basename(path)),
    )
    .map((path) => `${path}: the name says nothing; use the town's word for what is in it`);
}

/** Files beside config.ts that read process.env, in any spelling; tests and their harness may set variables. */
export function findEnvReaders(root) {
  return listSources(root, ['server', 'web', 'schema'])
    .filter((path) => path !== 'server/kernel/config.ts' && !/\.test\.ts$|^server\/(testing|sweeps)\//.test(path))
    .filter((path) =>
      /\bprocess\s*(\?\.|\.|\[\s*['"])\s*env\b|{[^}]*\benv\b[^}]*}\s*=\s*process\b/.test(readSource(root, path)),
    )
    .map((path) => `${path}: reads process.env; server/kernel/config.ts is the only reader`);
}

/**
 * Files that send mails: the channel for e-mail, codes to sign in, which go to addresses without an account too, and mails
 * to operators, which do not wait in the job queue because they report its troubles.
 */
const mailSenders = new Set([
  'server/notification/notification.email.ts',
  'server/identity/identity.mails.ts',
  'server/operation/operation.notice.service.ts',
]);

/** Other files that send mails: those mails would miss suppressed addresses, bounces and the list of deliveries. */
export function findMailSenders(root) {
  return listSources(root, ['server'])
    .filter((path) => !mailSenders.has(path) && !/\.test\.ts$|^server\/testing\//.test(path))
    .filter((path) =>
      /\bmail\s*(\?\.|\.)\s*send\b|{[^}]*\bsend\b[^}]*}\s*=\s*[\w.]*\bmail\b/.test(readSource(root, path)),
    )
    .map((path) => `${path}: sends a mail; define a message, which the channel EMAIL delivers`);
}

/** Most files of tests that may start a server; the others share that of their worker. */
const ownServerCeiling = 90;

/** Files of tests that start a server without the reason, and all of them if there are too many. */
export function findOwnServers(root) {
  const starting = listSources(root, ['server'], '*.test.ts').filter((path) =>
    readSource(root, path).includes('startTestServer('),
  );
  const silent = starting
    .filter((path) => !readSource(root, path).includes('A server of its own: '))
    .map((path) => `${path}: use server/testing/fixtures.ts, or say why: "A server of its own: …"`);
  const isOver = starting.length > ownServerCeiling;
  return isOver
    ? [...silent, `${starting.length} files of tests start a server, at most ${ownServerCeiling} may`]
    : silent;
}

export function findCopies(root) {
  return onlyOnce.flatMap((name) => {
    const copies = folderOfPackages(join(root, 'node_modules')).filter((path) => path.endsWith(`node_modules/${name}`));
    return copies.length === 1
      ? []
      : [`${name}: ${copies.length} copies installed, exactly one may exist ${copies.join(' ')}`];
  });
}

export function findUndescribed(sdl) {
  const complaints = [];
  const path = [];
  visit(parse(sdl), {
    enter(node) {
      if (!/Definition$/.test(node.kind) || !node.name || node.kind === 'OperationDefinition') return;
      path.push(node.name.value);
      if (path.length === 1 && roots.has(path[0])) return; // type-graphql cannot describe root types
      if (!node.description?.value.trim()) complaints.push(`schema.graphql: ${path.join('.')} has no description`);
    },
    leave(node) {
      if (/Definition$/.test(node.kind) && node.name && node.kind !== 'OperationDefinition') path.pop();
    },
  });
  return complaints;
}

export function findLongMedian(root) {
  const lines = listSources(root, ['server', 'web', 'schema'])
    .map((path) => countLines(readSource(root, path)))
    .sort((a, b) => a - b);
  const median = lines[Math.floor(lines.length / 2)] ?? 0;
  console.log(`files: ${lines.length}, median ${median} lines (ceiling ${medianCeiling})`);
  return median <= medianCeiling ? [] : [`median file length is ${median} lines, more than ${medianCeiling}`];
}

export function findAll(root) {
  const sdl = 'schema/schema.graphql';
  return [
    ...findVagueNames(root),
    ...findEnvReaders(root),
    ...findMailSenders(root),
    ...findPrograms(root),
    ...findOwnServers(root),
    ...findCopies(root),
    ...findUnlistedDomains(root),
    ...findMisnamedDomains(root),
    ...(existsSync(join(root, sdl)) ? findUndescribed(readSource(root, sdl)) : [`${sdl} is missing: npm run schema`]),
    ...findLongMedian(root),
  ];
}

function folderOfPackages(modules) {
  if (!existsSync(modules)) return [];
  return readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((part) => `${name}/${part}`) : [name],
    )
    .flatMap((name) => [join(modules, name), ...folderOfPackages(join(modules, name, 'node_modules'))]);
}

if (import.meta.main) {
  const complaints = findAll(process.cwd());
  for (const complaint of complaints) console.error(complaint);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}
