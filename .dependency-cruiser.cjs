/**
 * Who may import whom: kernel <- domains in the order below <- composition, and inside a domain
 * events, entity <- rules <- ballots <- service <- live, jobs, types <- resolver. Type imports count like imports.
 * `scripts/imports.mjs` runs this and proves with planted imports that every rule bites.
 */
const domains = [
  ...['municipality', 'hours', 'area', 'identity', 'residence', 'media', 'group', 'post', 'calendar'],
  ...['poll', 'ballot', 'issue', 'idea', 'alert', 'feed', 'notification', 'partner', 'open311', 'opendata', 'audit'],
];
const shown = ['entity', 'events', 'rules', 'service', 'types'];
const order = [['events', 'entity'], ['rules'], ['ballots'], ['service'], ['live', 'jobs', 'types'], ['resolver']];

const any = `^server/(${domains.join('|')})/`;
/** Tests see everything. */
const free = '\\.test\\.ts$';
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
  comment: 'Inside a domain: events, entity <- rules <- ballots <- service <- live, jobs, types <- resolver.',
  severity: 'error',
  from: { path: `${any}.+${kind(names)}` },
  to: { path: `^server/$1/.+${kind(order.slice(place + 1).flat())}` },
}));

module.exports = {
  forbidden: [
    ...backwards,
    ...inside,
    {
      name: 'only-what-a-domain-shows',
      comment: `Of another domain only ${shown.join(', ')}.`,
      severity: 'error',
      from: { path: any, pathNot: free },
      to: { path: any, pathNot: [`^server/$1/`, `${any}.+${kind(shown)}`] },
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
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/testing/|\\.test\\.ts$' },
      to: { path: '^server/testing/' },
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
      from: { path: '^server/', pathNot: '^server/testing/|\\.test\\.ts$' },
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
