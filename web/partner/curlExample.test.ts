// @vitest-environment node
import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { curlExample, firstQuery } from './curlExample.ts';
import { scopeCode, scopeGroups } from './scopes.ts';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const all = scopeGroups.flatMap(({ scopes }) => [...scopes]);

it('asks something valid that the key may ask', () => {
  for (const scope of all) {
    const query = firstQuery([scope], '07138073');
    expect(validate(schema, parse(query))).toEqual([]);
    expect(query).toContain(/WRITE$|PROPOSE$/.test(scope) ? 'partnerKey' : scope.split('_')[0]?.toLowerCase());
  }
});

it('offers every scope of the schema once', () => {
  const scope = schema.getType('Scope');
  const known = isEnumType(scope) ? scope.getValues().map(({ name }) => name) : [];
  expect(all.toSorted()).toEqual(known.toSorted());
  expect(all.map(scopeCode)).toContain('issues:write');
});

it('survives the quotes of a shell', () => {
  const command = curlExample('https://ort.example', 'ortsfunk_x', firstQuery(['POLLS_READ'], '07138073'));
  const quoted = [...command.matchAll(/'([^']*)'/g)].map(([, text = '']) => text);
  expect(quoted).toHaveLength(3);
  expect(JSON.parse(quoted[2] ?? '')).toEqual({ query: firstQuery(['POLLS_READ'], '07138073') });
});
