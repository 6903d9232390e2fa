import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EntityClass, EntitySchema, UnderscoreNamingStrategy } from '@mikro-orm/core';
import { isInterfaceType } from 'graphql';
import { expect, test } from 'vitest';
import { domains } from './domains.ts';
import { composeDomains } from './kernel/domain.ts';
import type { MessageContribution } from './kernel/message.ts';
import { createSchema } from './schema.ts';

/** Domains that serve all others; they must not name a table or a kind of another domain. */
const neutral = ['feed', 'notification', 'audit'];

const product = composeDomains(domains);
const kinds = [
  ...product.audit.sentences.map(({ kind }) => kind),
  ...product.audit.subjects.map(({ kind }) => kind),
  ...product.feeds.map(({ kind }) => kind),
  ...product.messages.keys(),
];

function tableOf(entity: EntityClass<object>): string {
  const { tableName, className } = EntitySchema.REGISTRY.get(entity)!.meta;
  return tableName ?? new UnderscoreNamingStrategy().classToTableName(className);
}

/** Tables in the SQL of a text that belong to another domain. */
function findForeignTables(domain: string, text: string): string[] {
  const foreign = new Set(
    domains.filter(({ name }) => name !== domain).flatMap(({ entities }) => entities.map(tableOf)),
  );
  const tables = [...text.matchAll(/\b(?:from|join|into|update|delete from)\s+"?([a-z_0-9]+)"?/gi)].map(
    ([, name]) => name,
  );
  return [...new Set(tables.filter((name = '') => foreign.has(name)))] as string[];
}

/** Tables and quoted kinds in a text that belong to another domain. */
function findForeignNames(domain: string, text: string): string[] {
  const { messages = [], audit = [] } = domains.find(({ name }) => name === domain) ?? {};
  const own = [...messages, ...audit.flatMap(({ sentences }) => sentences)].map(({ kind }) => kind);
  const foreign = kinds.filter((kind) => !own.includes(kind));
  const named = foreign.filter((kind) => new RegExp(`['"]${kind}['"]`).test(text));
  return [...new Set([...findForeignTables(domain, text), ...named])];
}

function sourcesOf(domain: string): string[] {
  const folder = join(import.meta.dirname, domain);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).map((file) => join(folder, file));
}

test.each(neutral)('%s names no table and no kind of another domain', (domain) => {
  const found = sourcesOf(domain).flatMap((file) =>
    findForeignNames(domain, readFileSync(file, 'utf8')).map((name) => `${file} names ${name}`),
  );
  expect(found).toEqual([]);
});

test('the recipients of messages are found in tables of the domain that sends them, or by SQL that others export', () => {
  const found = domains.flatMap(({ name }) =>
    sourcesOf(name)
      .filter((file) => /\.(messages|recipients\.service)\.ts$/.test(file))
      .flatMap((file) => findForeignTables(name, readFileSync(file, 'utf8')).map((table) => `${file} names ${table}`)),
  );
  expect(found).toEqual([]);
});

test('a table or a kind of another domain is found', () => {
  expect(findForeignNames('feed', `select id from "group" g join post p on true where kind = 'POLL'`)).toEqual([
    'group',
    'post',
    'POLL',
  ]);
  expect(findForeignNames('feed', 'insert into feed_entry select 1')).toEqual([]);
});

/** Names of the topics that a text defines. */
function findStreams(text: string): string[] {
  return [...text.matchAll(/defineTopic\(\{[^}]*?name: '(\w+)'/g)].map(([, name = '']) => name);
}

test('each live stream is in the manifest of its domain', () => {
  const forgotten = domains.flatMap(({ name }) =>
    sourcesOf(name).flatMap((file) =>
      findStreams(readFileSync(file, 'utf8'))
        .filter((stream) => !product.topics.has(stream))
        .map((stream) => `server/${name}/${name}.domain.ts: add the stream "${stream}" of ${file} to \`topics\`.`),
    ),
  );
  expect(forgotten).toEqual([]);
  expect(findStreams("const lost = defineTopic({\n  name: 'lost',\n  kind: 'list',")).toEqual(['lost']);
});

test('each type that implements Node has a loader in the manifest of its domain, and each loader such a type', async () => {
  const schema = await createSchema();
  const node = schema.getType('Node');
  const types = isInterfaceType(node) ? schema.getPossibleTypes(node).map(({ name }) => name) : [];
  expect([...product.nodes.keys()].toSorted()).toEqual(types.toSorted());
});

/** Messages for mail alone: a mail carries the date for calendar programs, and nobody needs a push about the own answer. */
const forMailAlone = new Set(['ATTENDANCE_CONFIRMED', 'ATTENDANCE_WITHDRAWN']);

/** Channels that lack a text for a message which people may choose for them; the mails of desks are the morning list. */
function findTextless(messages: Iterable<MessageContribution>): string[] {
  const chosen = [...messages].filter(
    ({ kind, interest, class: urgency }) => interest !== null && urgency !== 'DIGEST' && !forMailAlone.has(kind),
  );
  return chosen.flatMap((message) =>
    product.channels
      .filter(({ name, carries }) => carries?.(message) === false && !(name === 'EMAIL' && message.interest === 'DESK'))
      .map(({ name }) => `${message.kind} has no text for ${name}`),
  );
}

test('every message that people may choose for a channel has a text for it', () => {
  expect(findTextless(product.messages.values())).toEqual([]);
  const opened = product.messages.get('POLL_OPENED')!;
  const { push: _push, ...planted } = opened;
  expect(findTextless([{ ...planted, mail: 'NONE' }])).toEqual([
    'POLL_OPENED has no text for EMAIL',
    'POLL_OPENED has no text for PUSH',
  ]);
});
