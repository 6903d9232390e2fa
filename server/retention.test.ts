import { defineEntity, p } from '@mikro-orm/core';
import { beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database/orm.ts';
import { domains } from './domains.ts';
import { composeDomains, defineDomain } from './kernel/domain.ts';
import { readTables } from './kernel/personalData.tables.ts';
import { composeRetention, findRetentionFaults } from './kernel/retention.contribution.ts';

const PlantedSchema = defineEntity({ name: 'Planted', properties: { id: p.uuid().primary(), text: p.text() } });
class Planted extends PlantedSchema.class {}
PlantedSchema.setClass(Planted);
const planted = defineDomain({ name: 'planted', entities: [Planted] });

const product = composeDomains(domains);
/** Manifest of the domain of an entity; entities of no domain belong to the kernel. */
const fileOf = (entity: string): string => {
  const owner = [...domains, planted].find(({ entities }) => entities.some(({ name }) => name === entity));
  return owner === undefined ? 'server/kernel/retention.kernel.ts' : `server/${owner.name}/${owner.name}.domain.ts`;
};

let entities: string[];
beforeAll(async () => {
  const all = composeDomains([...domains, planted]);
  const orm = await openDatabase({ databaseUrl: undefined, dataDir: 'memory://' }, all);
  entities = readTables(orm.em).map(({ entity }) => entity);
  await orm.close(true);
});

test('every table has a retention kind or a reason why its rows stay', () => {
  const own = entities.filter((name) => name !== 'Planted');
  expect(own.length).toBeGreaterThan(80);
  expect(findRetentionFaults(product.retention, own, fileOf)).toEqual([]);
});

test('control: a table without retention is named with the file that has to name it', () => {
  expect(findRetentionFaults(product.retention, entities, fileOf)).toEqual([
    'Planted has no retention: name it in `retention` of server/planted/planted.domain.ts.',
  ]);
});

test('control: wrong contributions are named', () => {
  const stays = { TOWN: ['Planted', 'Gone'] } as const;
  const kind = { kind: 'X', description: '', days: 1, batch: 1, due: () => 'true', entities: ['Planted'] } as const;
  const registry = composeRetention([{ stays }, { kinds: [{ ...kind, effect: 'ERASE' }] }]);
  expect(findRetentionFaults(registry, ['Planted'], fileOf)).toEqual([
    'Planted has a retention kind and a reason to stay: remove one of them.',
    'Gone is no entity: remove it from `retention`.',
    'The retention kind X needs `carryOut`.',
  ]);
  expect(() => composeRetention([{ stays }, { stays: { NUMBERS: ['Gone'] } }])).toThrow('Gone has two reasons to stay');
  const twice = { kinds: [{ ...kind, effect: 'DELETE' as const }] };
  expect(() => composeRetention([twice, twice])).toThrow('twice');
});
