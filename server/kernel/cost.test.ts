import { globSync, readFileSync } from 'node:fs';
import { buildSchema, type DocumentNode, Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../schema.ts';
import { costOf } from './cost.ts';

const town = buildSchema(`
  type Query { towns(first: Int = 20): TownConnection  town: Town  nodes(ids: [ID!]!): [Node] }
  type Mutation { build: Town }
  type TownConnection { edges: [TownEdge!]!  pageInfo: PageInfo! }
  type TownEdge { node: Town!  cursor: String! }
  type PageInfo { hasNextPage: Boolean! }
  interface Node { id: ID! }
  type Town implements Node { id: ID!  name: String  twin: Town  streets: [Street!]!  towns(first: Int = 20): TownConnection }
  type Street implements Node { id: ID! name: String }
`);

test.each([
  ['{ town { id name } }', {}, 1],
  ['{ town { twin { twin { id } } } }', {}, 3],
  ['{ town { streets { name } } }', {}, 4],
  ['{ towns { edges { node { name } } pageInfo { hasNextPage } } }', {}, 42],
  ['query($n: Int) { towns(first: $n) { edges { node { name } } } }', { n: 100 }, 205],
  ['query($n: Int) { towns(first: $n) { edges { node { name } } } }', { n: 1_000_000 }, 2_050_000],
  ['query($n: Int = 3) { towns(first: $n) { edges { node { towns(first: 10) { edges { node { id } } } } } } }', {}, 67],
  ['query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Town { twin { id } } } }', { ids: ['a', 'b', 'c'] }, 6],
  ['query($deep: Boolean!) { town { twin @include(if: $deep) { id } } }', { deep: false }, 1],
  ['{ town { ...A } } fragment A on Town { twin { ...B } } fragment B on Town { streets { id } }', {}, 5],
])('%s costs %j %i', (query, variables, cost) => {
  expect(costOf({ schema: town, document: parse(query), variables })).toBe(cost);
});

test('one document asked with other variables has another cost', () => {
  const page = parse(
    'query($n: Int, $id: ID) { towns(first: $n) { edges { node { name } } } nodes(ids: [$id]) { id } }',
  );
  const costs = [{ n: 1 }, { n: 5 }, {}, { n: 1 }, { id: 'a', n: 1 }].map((variables) => {
    try {
      return costOf({ schema: town, document: page, variables: { id: 'x', ...variables } });
    } catch (error) {
      return String(error);
    }
  });
  expect(costs).toEqual([3, 11, 42, 3, 3]);
});

test('fragments that unfold into more selections than are allowed are refused at once', () => {
  const doubling = Array.from(
    { length: 30 },
    (_, n) => `fragment F${n} on Town { ...F${n + 1} a: twin { ...F${n + 1} } }`,
  );
  const query = `{ town { ...F0 } } ${doubling.join(' ')} fragment F30 on Town { id }`;
  const started = performance.now();
  expect(() => costOf({ schema: town, document: parse(query) })).toThrow('COST_EXCEEDED');
  expect(performance.now() - started).toBeLessThan(200);
});

test('no operation of the web comes near the limit: fifty of the dearest fit into a minute', async () => {
  const schema = await createSchema();
  const documents = globSync('web/**/*.graphql').map((file) => parse(readFileSync(file, 'utf8')));
  const definitions = documents.flatMap((document) => document.definitions);
  const all: DocumentNode = { kind: Kind.DOCUMENT, definitions };
  const costs = definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map(({ name, variableDefinitions }) => {
      const wanted = variableDefinitions?.some(({ variable }) => variable.name.value === 'first') === true;
      return [name?.value, costWith(all, String(name?.value), wanted ? { first: 20 } : {})] as const;
    });
  function costWith(document: DocumentNode, operationName: string, variables: object): number {
    const fine = {
      ags: '07138073',
      state: 'OPEN',
      id: 'x',
      pollId: 'x',
      groupId: 'x',
      municipalityId: 'x',
      ...variables,
    };
    return costOf({ schema, document, operationName, variables: fine });
  }
  expect(costs.length).toBeGreaterThan(15);
  expect(costs.filter(([, cost]) => cost > 1000)).toEqual([]);
});
