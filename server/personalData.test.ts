import { defineEntity, p } from '@mikro-orm/core';
import { beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database/orm.ts';
import { domains } from './domains.ts';
import { composeDomains, defineDomain } from './kernel/domain.ts';
import { Person, Session } from './identity/identity.entity.ts';
import { findFaults } from './kernel/personalData.faults.ts';
import { treatmentsOf } from './kernel/personalData.ts';
import { personalFacts } from './kernel/personalData.kernel.ts';
import { readTables, type Table } from './kernel/personalData.tables.ts';
import { type Carried, readCarried, readCarriedIn } from './testing/payloads.ts';

const product = composeDomains(domains);

const PlantedSchema = defineEntity({
  name: 'Planted',
  properties: {
    id: p.uuid().primary(),
    /** References and ids of people, an address, an IP address, a name, an encrypted text and words. */
    person: () => p.manyToOne(Person).ref().nullable(),
    session: () => p.manyToOne(Session).ref().nullable(),
    calledBy: p.uuid().nullable(),
    actorId: p.uuid().nullable(),
    email: p.string(),
    ip: p.string(),
    name: p.string(),
    locked: p.text(),
    words: p.json<object>(),
    kind: p.enum(['A', 'B']),
    count: p.integer(),
    locale: p.string(),
  },
});
class Planted extends PlantedSchema.class {}
PlantedSchema.setClass(Planted);

let tables: Table[];
beforeAll(async () => {
  const planted = defineDomain({ name: 'planted', entities: [Planted] });
  const all = composeDomains([...domains, planted]);
  const orm = await openDatabase({ databaseUrl: undefined, dataDir: 'memory://' }, all);
  tables = readTables(orm.em);
  await orm.close(true);
});

test('the subject map decides about every column that may hold data of a person', () => {
  const own = tables.filter(({ entity }) => entity !== 'Planted');
  expect(own.length).toBeGreaterThan(80);
  expect(findFaults(own, product.personalData)).toEqual([]);
});

test('control: an entity without a rule is named with each of its columns', () => {
  const found = findFaults(tables, product.personalData).map((sentence) => sentence.split(' ')[0]);
  expect(found.toSorted()).toEqual(
    ['actorId', 'email', 'ip', 'locked', 'name', 'person', 'words'].map((name) => `Planted.${name}`),
  );
});

test('control: rules that cannot be applied are named', () => {
  const columns = {
    person: 'UNLINK',
    actorId: 'KEEP',
    email: 'REDACT',
    ip: 'DELETE',
    name: 'KEEP',
    locked: 'KEEP',
    words: 'KEEP',
    gone: 'KEEP',
  } as const;
  const rule = { because: 'a test', columns };
  const planted = defineDomain({ name: 'planted', entities: [Planted], personalData: { Planted: rule } });
  expect(findFaults(tables, composeDomains([...domains, planted]).personalData)).toEqual([
    'Planted has no column gone: remove it from `personalData`.',
    'Planted.email: REDACT needs `of`.',
    'Planted.ip names nobody: DELETE cannot apply.',
  ]);
});

/** Names of what an event or a job carries that can be a person, an address or words; ids of objects end with "Id". */
const carriesPerson =
  /person|recipient|contact|actor|author|sender|reporter|email|address|phone|name|text|code|token|^to$|^link$|^after$|^only$/i;

/**
 * Facts of events that only look so: the status after a move, whether somebody is notified, and ids of contacts that are
 * deleted and lead nowhere.
 */
const noPerson = ['to', 'tellReporter', 'contactIds'];

/** Properties of jobs and of events that may name people and have no rule. */
function findCarried(carried: readonly Carried[]): string[] {
  return carried.flatMap(({ defines, name, properties }) =>
    properties
      .filter((property) => carriesPerson.test(property) && !isDecided(defines, name, property))
      .map((property) => `${name}: ${property}`),
  );
}

function isDecided(defines: Carried['defines'], name: string, property: string): boolean {
  if (defines === 'defineEvent') return [...personalFacts, ...noPerson].includes(property);
  const rule = product.personalData.get(name);
  if (rule === undefined) return false;
  const isDeleted = Object.values(rule.columns).some((column) =>
    treatmentsOf(column).some(({ does }) => does === 'DELETE'),
  );
  return isDeleted || rule.columns[property] !== undefined;
}

test('what events and waiting jobs carry of people is known to the subject map', () => {
  const carried = readCarried(import.meta.dirname);
  expect(carried.length).toBeGreaterThan(100);
  expect(carried.find(({ name }) => name === 'group.membershipDecided')?.properties.toSorted()).toEqual([
    'groupId',
    'municipalityId',
    'number',
    'personId',
  ]);
  expect(findCarried(carried)).toEqual([]);
});

test('control: a job with an address and an event with a name are found', () => {
  const planted = readCarriedIn([
    `interface Base { readonly to: string } interface Mail extends Base { readonly id: string }
     const mail = defineQueue<Mail>('planted.mail');
     const seen = defineEvent<{ readonly personId: string; readonly displayName: string }>('planted.seen');`,
  ]);
  expect(findCarried(planted)).toEqual(['planted.mail: to', 'planted.seen: displayName']);
});
