// @vitest-environment node
import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType } from 'graphql';
import { expect, it } from 'vitest';
import { readTexts } from '../../scripts/locales.mjs';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const kinds = (name: string): string[] => {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map(({ name: value }) => value) : [];
};

it.each(['de', 'en'])('%s: each kind of entry is one sentence, each topic has a name', (locale) => {
  const { audit } = readTexts('.', locale) as unknown as { audit: Record<'sentence' | 'topic', object> };
  expect(kinds('AuditKind').length).toBeGreaterThan(20);
  expect(Object.keys(audit.sentence).toSorted()).toEqual(kinds('AuditKind').toSorted());
  expect(Object.values(audit.sentence).filter((text) => !/^\{actor\} .+\.$/.test(text))).toEqual([]);
  expect(Object.keys(audit.topic).toSorted()).toEqual(['ALL', ...kinds('AuditTopic')].toSorted());
});
