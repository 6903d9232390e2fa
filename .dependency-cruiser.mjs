import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDomains } from './scripts/domains.mjs';
import webImports from './scripts/imports.web.cjs';

/**
 * Who may import whom: kernel <- domains in the order of server/domains.ts <- composition, and inside a domain
 * events, entity <- rules <- ballots <- service <- live, jobs, messages, types <- resolver <- part <- domain. Type
 * imports count like imports. `scripts/imports.mjs` runs this; `scripts/plants.mjs` proves that every rule bites.
 */
const { webRules } = webImports;
const domains = readDomains(readFileSync(join(import.meta.dirname, 'server/domains.ts'), 'utf8'));
const shown = ['entity', 'events', 'rules', 'service', 'types'];
const order = [
  ['events', 'entity'],
  ['rules'],
  ['ballots'],
  ['service'],
  ['live', 'jobs', 'messages', 'types'],
  ['resolver'],
  ['part'],
  ['domain'],
];

const any = `^server/(${domains.join('|')})/`;
/** Tests, and the rows of the tenant matrix, see everything. */
const free = '\\.(test|policy)\\.ts$';
const kind = (names) => `\\.(${names.join('|')})\\.ts$`;

const backwards = domains.slice(0, -1).map((domain, place) => ({
  name: `${domain}-knows-only-earlier-domains`,
  comment: 'Going forward happens by event, or by a field resolver owned by the later domain.',
  severity: 'error',
  from: { path: `^server/${domain}/`, pathNot: free },
  to: { path: `^server/(${domains.slice(place + 1).join('|')})/` },
}));

const inside = order.slice(0, -1).map((names, place) => ({
  name: `${names.join('-')}-before-${order[place + 1].join('-')}`,
  comment:
    'Inside a domain: events, entity <- rules <- ballots <- service <- live, jobs, messages, types <- resolver <- manifest.',
  severity: 'error',
  from: { path: `${any}.+${kind(names)}` },
  to: { path: `^server/$1/.+${kind(order.slice(place + 1).flat())}` },
}));

export default {
  forbidden: [
    ...backwards,
    ...inside,
    ...webRules,
    {
      name: 'only-what-a-domain-shows',
      comment: `Of another domain only ${shown.join(', ')}.`,
      severity: 'error',
      from: { path: any, pathNot: free },
      to: { path: any, pathNot: [`^server/$1/`, `${any}.+${kind(shown)}`] },
    },
    {
      name: 'manifests-are-for-the-list',
      comment: 'Only server/domains.ts decides what the product is made of.',
      severity: 'error',
      from: { path: '^server/', pathNot: `^server/domains\\.ts$|${free}` },
      to: { path: `${any}.+${kind(['domain'])}` },
    },
    {
      name: 'parts-are-for-their-manifest',
      severity: 'error',
      from: { path: '^server/', pathNot: `^server/([^/]+)/\\1\\.domain\\.ts$|${free}` },
      to: { path: `${any}.+${kind(['part'])}` },
    },
    {
      name: 'kernel-knows-no-domain',
      severity: 'error',
      from: { path: '^server/kernel/', pathNot: free },
      to: { path: '^server/(?!kernel/)' },
    },
    {
      name: 'domains-know-no-composition',
      comment: 'app, schema, main and database/ know everybody; nobody knows them.',
      severity: 'error',
      from: { path: any, pathNot: free },
      to: { path: '^server/([^/]+\\.ts$|database/)' },
    },
    {
      name: 'demo-is-for-main',
      comment: 'Servers in place of those outside run in demo mode, and in tests.',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(main\\.ts$|demo/|testing/)|\\.(test|policy)\\.ts$' },
      to: { path: '^server/demo/' },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/testing/|\\.(test|policy)\\.ts$' },
      to: { path: '^server/testing/' },
    },
    {
      name: 'sweeps-are-for-nobody',
      comment: 'Tests of the whole product see everything; nothing in server/ knows them.',
      severity: 'error',
      from: { path: '^server/(?!sweeps/)' },
      to: { path: '^server/sweeps/' },
    },
    {
      name: 'service-knows-no-transport',
      comment: 'A service is called alike by HTTP, socket, job, import and test.',
      severity: 'error',
      from: { path: `${any}.+${kind(['service'])}` },
      to: { path: '(^|/)node_modules/(graphql|type-graphql|ioredis|express|ws|graphql-ws)/' },
    },
    {
      name: 'web-knows-no-server',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(server|e2e|faults|bench)/' },
    },
    {
      name: 'server-knows-no-web',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(web|e2e|faults|bench)/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'imports-resolve',
      comment: 'What cannot be resolved cannot be checked. Packages that hold types only are left to tsc.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, path: '^[.]', pathNot: '[?]' },
    },
    {
      name: 'server-needs-no-dev-package',
      comment: 'The image holds dependencies only.',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(testing|sweeps)/|\\.(test|policy)\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(web/gql|server/testing/gql|dist|bench/node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.vue', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
