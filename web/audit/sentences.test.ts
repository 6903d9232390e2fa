// @vitest-environment node
import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType } from 'graphql';
import { expect, it } from 'vitest';
import de from '../locales/de.json';
import en from '../locales/en.json';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const kinds = (name: string): string[] => {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map(({ name: value }) => value) : [];
};

it.each(Object.entries({ de, en }))(
  '%s: each kind of entry is one sentence, each topic has a name',
  (_locale, texts) => {
    expect(kinds('AuditKind').length).toBeGreaterThan(20);
    expect(Object.keys(texts.audit.sentence).toSorted()).toEqual(kinds('AuditKind').toSorted());
    expect(Object.values(texts.audit.sentence).filter((text) => !/^\{actor\} .+\.$/.test(text))).toEqual([]);
    expect(Object.keys(texts.audit.topic).toSorted()).toEqual(['ALL', ...kinds('AuditTopic')].toSorted());
  },
);
