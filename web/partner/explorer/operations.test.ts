// @vitest-environment node
import { readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values';
import { describe, expect, it } from 'vitest';
import de from '../../locales/de.json';
import { actOperations } from './actOperations.ts';
import { askOperations } from './askOperations.ts';
import { liveOperations } from './liveOperations.ts';
import type { ExamplePlace } from './readyOperation.ts';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const kinds = { query: askOperations, subscription: liveOperations, mutation: actOperations };
const all = Object.values(kinds).flat();
const place: ExamplePlace = {
  ags: '07138073',
  municipalityId: 'm',
  townGroupId: 'g',
  pollId: 'p',
  categoryId: 'c',
  issueId: 'i',
  occurrenceId: 'o',
  reference: 'M-2031',
  point: { lat: 50.6, lon: 7.2 },
};

describe('the ready operations', () => {
  it('are at least twelve, each with a title of its own', () => {
    expect(all.length).toBeGreaterThanOrEqual(12);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(Object.keys(de.explorer.operation).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
  });

  it.each(all.map((operation) => [operation.id, operation] as const))('%s is valid, variables and all', (_, ready) => {
    const document = parse(ready.query);
    expect(validate(schema, document)).toEqual([]);
    const given = getVariableValues(
      schema,
      getOperationAST(document)?.variableDefinitions ?? [],
      ready.variables(place),
    );
    expect(given.errors).toBeUndefined();
  });

  it('stand in the list of their kind', () => {
    for (const [kind, operations] of Object.entries(kinds))
      for (const { query } of operations) expect(getOperationAST(parse(query))?.operation).toBe(kind);
  });

  it('would be refused with a field that is not there', () => {
    const [first] = liveOperations;
    const planted = first?.query.replace('cursor', 'position') ?? '';
    expect(validate(schema, parse(planted)).map(({ message }) => message)).toEqual([
      'Cannot query field "position" on type "IssueBoardUpdate".',
    ]);
  });
});
