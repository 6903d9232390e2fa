// @vitest-environment node
import type { TypePolicy } from '@apollo/client/core';
import { globSync, readFileSync } from 'node:fs';
import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { openUnionFragments } from '../schema/openUnions.ts';
import { registry } from './domains.ts';
import { findCacheOmissions } from './testing/cacheOmissions.ts';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const documents = [
  ...globSync('web/**/*.graphql').map((file) => ({ file, document: parse(readFileSync(file, 'utf8')) })),
  ...openUnionFragments().map((text) => ({ file: 'schema/openUnions.ts', document: parse(text) })),
];

it('the cache keeps whatever the pages ask for', () => {
  expect(documents.length).toBeGreaterThan(40);
  expect(findCacheOmissions(schema, documents, registry)).toEqual([]);
});

describe('what the cache would not keep is said in one sentence', () => {
  const planted = buildSchema(`
    type Query { town: Town }
    type Town { id: ID!, items(first: Int, after: String, state: String): Items, centre: Point, item: Item, thing: Thing, some: Some }
    union Some = Item | Bike
    type Items { nodes: [Item!]! }
    type Item { id: ID!, title: String }
    type Point { lat: Float, lon: Float }
    interface Thing { id: ID! }
    type Bike implements Thing { id: ID! }
  `);
  const none = { typePolicies: {} };
  const omissions = (query: string, cache: Parameters<typeof findCacheOmissions>[2] = none) =>
    findCacheOmissions(planted, [{ file: 'web/lostfound/items.graphql', document: parse(query) }], cache);

  it('an object without its id', () => {
    expect(omissions('{ town { id item { title } } }')).toEqual([
      'web/lostfound/items.graphql: select the id of Item in Town.item, by which the cache keeps it.',
    ]);
    expect(omissions('{ town { id item { ...Named } } } fragment Named on Item { id title }')).toEqual([]);
  });

  it('a type of a union that no fragment fits', () => {
    expect(omissions('{ town { id some { ... on Item { id } } } }')).toEqual([
      'web/lostfound/items.graphql: select the id of Bike in Town.some, by which the cache keeps it.',
    ]);
  });

  const manifest = 'web/lostfound/lostfound.pages.ts';
  const paged = '{ town { id items(first: 20) { nodes { id } } } }';
  it.each([
    { title: 'none', fields: {} },
    { title: 'an empty one', fields: { items: {} } },
    { title: 'an empty list', fields: { items: { keyArgs: [] } } },
    { title: 'the cursor', fields: { items: { keyArgs: ['after'] } } },
  ])('a list that is read page by page, with $title as its key', ({ fields }) => {
    expect(omissions(paged, { typePolicies: { Town: { fields: fields as TypePolicy['fields'] } } })).toEqual([
      `${manifest}: add cacheKeys.Town.fields.items.keyArgs, the arguments by which one list differs from another, or false.`,
    ]);
  });

  it('nothing is said of one that has a key', () => {
    const typePolicies = { Town: { fields: { items: { keyArgs: ['state'] } } } };
    expect(omissions(paged, { typePolicies })).toEqual([]);
  });

  const feud = 'query A { town { id centre { lat } } } query B { town { id centre { lon } } }';
  it('an object without an id, of which two queries know different fields', () => {
    expect(omissions(feud)).toEqual([
      `${manifest}: add cacheKeys.Town.fields.centre.merge: true to keep what other queries know of the object.`,
    ]);
    const typePolicies = { Town: { fields: { centre: { merge: true } } } };
    expect(omissions(feud, { typePolicies })).toEqual([]);
  });
});
