/** A document that exceeds the limits, or asks for hidden data. HTTP and WebSocket must refuse it alike. */
export interface Hostile {
  readonly name: string;
  readonly query: string;
  readonly variables?: object;
  /** Expected code; by default COST_EXCEEDED. */
  readonly code?: string;
  /** Expected HTTP status; by default 400. 200 means that the operation is valid and its field is refused. */
  readonly status?: number;
}

const many = (count: number, part: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');
const viewer = (inside: string): string => `{ viewer { ${inside} } }`;
const town = (inside: string): string => `{ municipality(ags: "07138073") { ${inside} } }`;
const around = (levels: number, inside = 'id'): string =>
  Array.from({ length: levels }).reduce<string>((inner) => `townGroup { municipality { ${inner} } }`, inside);

const aliases: readonly Hostile[] = [
  ...[16, 400, 5000].map((count) => ({ name: `${count} aliases`, query: viewer(many(count, (n) => `a${n}:id`)) })),
  { name: '16 aliases of __typename', query: viewer(many(16, (n) => `a${n}:__typename`)) },
  { name: '400 aliases of __typename', query: viewer(many(400, (n) => `a${n}:__typename`)) },
  { name: '16 aliases of a root field', query: `{ ${many(16, (n) => `a${n}:viewer { id }`)} }` },
  {
    name: '16 aliases of a mutation',
    query: `mutation { ${many(16, (n) => `a${n}:signOut { userErrors { code } }`)} }`,
  },
  {
    name: '16 aliases in four fragments',
    query: `${viewer(many(4, (f) => `...F${f}`))} ${many(
      4,
      (f) => `fragment F${f} on Viewer { ${many(4, (n) => `a${f}${n}:id`)} }`,
    )}`,
  },
  {
    name: 'four aliases in a fragment spread five times',
    query: `{ ${many(5, (n) => `v${n}:viewer { ...F }`)} } fragment F on Viewer { a:id b:id c:id d:id }`,
  },
];

const deep: readonly Hostile[] = [
  { name: '13 levels', query: town(around(6)) },
  { name: '30 levels', query: town(around(15)) },
  { name: '240 levels', query: town(around(120)) },
  {
    name: '14 levels in three fragments',
    query: `${town('...A')} fragment A on Municipality { ${around(2, '...B')} }
      fragment B on Municipality { ${around(2, '...C')} } fragment C on Municipality { ${around(2)} }`,
  },
  {
    name: '30 levels in fragments without a name',
    query: town(
      Array.from({ length: 15 }).reduce<string>(
        (inner) => `... { townGroup { ... { municipality { ${inner} } } } }`,
        'id',
      ),
    ),
  },
];

const directives: readonly Hostile[] = [
  { name: '9 directives', query: viewer('id @include(if: true) '.repeat(9)) },
  { name: '60 directives', query: viewer('id @include(if: true) '.repeat(60)) },
  { name: '60 directives on one field', query: viewer(`id ${'@include(if: true) '.repeat(60)}`) },
  { name: '1,000 bad directives', query: viewer(`id ${'@x'.repeat(1000)}`) },
];

const listsOfLists = `{ municipalities(first: 100) { edges { node {
  polls(first: 100) { edges { node { questions { options { id label } } group { municipality { polls(first: 100) {
    edges { node { questions { options { id label } } } } } } } } } } } } } }`;
const pages = `municipalities(first: $n) { edges { node { polls(first: $n) { edges { node { id } } } } } }`;
const page = (first: number): string => `{ municipalities(first: ${first}) { edges { node { id } } } }`;

const costs: readonly Hostile[] = [
  { name: 'a list of lists of lists', query: listsOfLists },
  {
    name: 'a list of lists of lists in fragments',
    query: `{ municipalities(first: 100) { edges { node { ...A } } } }
      fragment A on Municipality { polls(first: 100) { edges { node { group { ...B } } } } }
      fragment B on Group { municipality { polls(first: 100) { edges { node { id } } } } }`,
  },
  {
    name: 'pages of 100 in pages of 100, said in variables',
    query: `query($n: Int!) { ${pages} }`,
    variables: { n: 100 },
  },
  { name: 'pages of 100 in pages of 100, said in defaults', query: `query($n: Int! = 100) { ${pages} }` },
  {
    name: 'a page of a million, said in variables',
    query: `query($n: Int!) { ${pages} }`,
    variables: { n: 1_000_000 },
  },
  { name: 'a page of a million', query: page(1_000_000) },
  { name: 'a page of 101', query: page(101), code: 'BAD_USER_INPUT', status: 200 },
  { name: 'a page of -1', query: page(-1), code: 'BAD_USER_INPUT', status: 200 },
  {
    name: '101 ids at once',
    query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: { ids: Array.from({ length: 101 }, () => 'x') },
    code: 'BAD_USER_INPUT',
    status: 200,
  },
];

const doubling = `${town('...F0')} ${many(
  12,
  (n) => `fragment F${n} on Municipality { ...F${n + 1} townGroup { id } ...F${n + 1} }`,
)} fragment F12 on Municipality { id }`;
const invalid = 'GRAPHQL_VALIDATION_FAILED';

const recursions: readonly Hostile[] = [
  { name: '2,000 tokens', query: viewer('id '.repeat(2000)) },
  { name: '2,000 brackets', query: `{ municipality(ags: ${'['.repeat(2000)}` },
  { name: 'fragments that double twelve times', query: doubling },
  {
    name: 'fragments in a circle',
    query: `${viewer('...A')} fragment A on Viewer { ...B } fragment B on Viewer { ...A }`,
    code: invalid,
  },
  { name: 'a fragment in itself', query: `${viewer('...A')} fragment A on Viewer { id ...A }`, code: invalid },
  {
    name: '200 fragments that nobody spreads',
    query: `${viewer('id')} ${many(200, (n) => `fragment F${n} on Viewer { id }`)}`,
    code: invalid,
  },
];

const curious: readonly Hostile[] = [
  { name: 'introspection', query: '{ __schema { types { name } } }', code: 'FORBIDDEN', status: 403 },
  { name: 'introspection of one type', query: '{ __type(name: "Person") { name } }', code: 'FORBIDDEN', status: 403 },
  {
    name: 'introspection behind an alias and a fragment',
    query: '{ ...A } fragment A on Query { x: __schema { queryType { name } } }',
    code: 'FORBIDDEN',
    status: 403,
  },
  { name: 'a field that almost exists', query: '{ viewr { id } }', code: invalid },
  { name: 'an argument that almost exists', query: '{ municipality(agz: "07138073") { id } }', code: invalid },
  { name: 'a type that almost exists', query: '{ viewer { ... on Viewr { id } } }', code: invalid },
  {
    name: 'a value that almost exists',
    query: '{ municipality(ags: "1") { polls(state: OPN) { __typename } } }',
    code: invalid,
  },
  { name: '40 wrong fields', query: `{ ${many(40, (n) => `wrong${n}`)} }`, code: invalid },
  { name: '400 wrong fields', query: viewer(many(400, (n) => `wrong${n}`)), code: invalid },
  {
    name: 'an object that is none of anybody',
    query: '{ node(id: "bm90aGluZw") { id } }',
    code: 'NOT_FOUND',
    status: 200,
  },
  {
    name: 'an argument of 60,000 characters',
    query: `{ municipality(ags: "${'7'.repeat(60_000)}") { id } }`,
    code: 'NOT_FOUND',
    status: 200,
  },
];

export const hostile: readonly Hostile[] = [...aliases, ...deep, ...directives, ...costs, ...recursions, ...curious];
