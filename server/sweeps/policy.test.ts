import { expect, test } from 'vitest';
import { createSchema } from '../schema.ts';
import { acts, actsByDomain } from '../testing/policy/acts.ts';
import { columns, rowName } from '../testing/policy/actors.ts';
import { waysInto } from '../testing/policy/coverage.ts';
import { readTable, tableFile } from '../testing/policy/table.ts';
import { chooseRows } from './sample.ts';

test('every way into the product has a row', async () => {
  const known = new Set(acts.map(({ field }) => field));
  const missing = waysInto(await createSchema()).filter((field) => !known.has(field));
  expect(
    missing.map((field) => `Add an act for ${field} to a file *.policy.ts of the domain that owns ${field}.`),
  ).toEqual([]);
});

test.each([...actsByDomain.keys()])(
  '%s: each act has a line with the expected answers, and no line is left over',
  (domain) => {
    const names = (actsByDomain.get(domain) ?? []).map(rowName);
    const lines = [...readTable(domain).keys()];
    const sentences = [
      ...names.filter((name) => !lines.includes(name)).map((name) => `${tableFile(domain)}: add the line "${name}".`),
      ...lines
        .filter((line) => !names.includes(line))
        .map((line) => `${tableFile(domain)}: remove the line "${line}".`),
    ];
    expect(sentences).toEqual([]);
  },
);

test('each row is asked once where all rows are asked, and each is in the samples of some seeds', () => {
  const names = acts.map(rowName);
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
  expect(chooseRows(acts, rowName, 'all')).toEqual(acts);
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  const sampled = new Set(seeds.flatMap((seed) => chooseRows(acts, rowName, { seed })));
  expect(acts.filter((act) => !sampled.has(act)).map(rowName)).toEqual([]);
});

const isData = (cell: string): boolean => cell === 'data';
/** Rows whose link nobody may use or which find nothing to confirm, and acts of operators, who belong to no town, and wrong codes. */
const isForNobody = (name: string): boolean =>
  /\((forged link|link of a recipient without a device|recipient without a confirmed contact|operators only|wrong code)\)$/.test(
    name,
  );

test('the table itself: each row has an own cell with data; a town hall abroad is a citizen there', () => {
  for (const [name, cells] of [...actsByDomain.keys()].flatMap((domain) => [...readTable(domain)])) {
    const at = (column: string): string => cells[columns.indexOf(column)] ?? '';
    const own = columns.filter((column) => column.endsWith('own')).map(at);
    expect([name, own.includes('data')]).toEqual([name, !isForNobody(name)]);
    // Roles give no rights in other towns.
    for (const staff of ['staff A', 'staff B', 'admin A'])
      expect([name, staff, isData(at(`${staff} other`))]).toEqual([name, staff, isData(at('citizen A other'))]);
    expect([name, at('citizen B own'), at('citizen B other')]).toEqual([
      name,
      at('citizen A own'),
      at('citizen A other'),
    ]);
  }
});
