import { readFileSync } from 'node:fs';
import { extendSchema, isEnumType, isScalarType, isSpecifiedScalarType, parse } from 'graphql';
import { expect, test } from 'vitest';
import { domains } from '../server/domains.ts';
import { composeDomains } from '../server/kernel/domain.ts';
import { rates } from '../server/kernel/admission.ts';
import { queryLimits } from '../server/kernel/queryLimits.ts';
import { createSchema } from '../server/schema.ts';
import { writeReference } from './partnerTables.ts';

const product = composeDomains(domains);
const schema = await createSchema(product);
const reference = writeReference(schema, product, domains);

function valuesOf(name: string): string[] {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
}

test('the reference has a row for every user error, scope and custom scalar of the schema', () => {
  const scalars = Object.values(schema.getTypeMap()).filter(
    (type) => isScalarType(type) && !isSpecifiedScalarType(type),
  );
  const names = [...valuesOf('UserErrorCode'), ...valuesOf('Scope'), ...scalars.map(({ name }) => name)];
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => !new RegExp(`^\\|.*\`${name}\``, 'm').test(reference))).toEqual([]);
});

test('the reference has the figures of the server, the fields of scopes and the mutations that answer a code', () => {
  expect(reference).toContain(`(its cost) | ${queryLimits.cost.toLocaleString('en')} |`);
  expect(reference).toMatch(/\| `issues:write` \| `ISSUES_WRITE` \|.*`Mutation\.reportIssue`/);
  expect(reference).toMatch(/\| `OUTSIDE_MUNICIPALITY` \|.*\| `reportIssue` \|/);
});

test('a custom scalar without a mapping is an error', () => {
  const unmapped = extendSchema(schema, parse('scalar Money'));
  expect(() => writeReference(unmapped, product, domains)).toThrow('The scalar Money has no mapping');
});

test('the guide for partners links every section of the reference and has none of its figures', () => {
  const guide = readFileSync(new URL('../docs/partner-guide.md', import.meta.url), 'utf8');
  const sections = [...reference.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(' ', '-'),
  );
  expect(sections.filter((anchor) => !guide.includes(`(partner-reference.md#${anchor})`))).toEqual([]);
  const figures = [queryLimits.cost, rates.keyCost.points].flatMap((value) => [
    String(value),
    value.toLocaleString('en'),
  ]);
  expect(figures.filter((figure) => guide.includes(`${figure} objects`) || guide.includes(`=${figure}`))).toEqual([]);
});
