import { defineEntity, p } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { batchedRead } from '../rows.ts';
import { sharedStatement } from '../statement.ts';
import type { Hint } from './hint.ts';
import type { VersionRange } from './topic.ts';

const TopicVersionSchema = defineEntity({
  name: 'TopicVersion',
  properties: { topic: p.string().primary(), version: p.bigint('number') },
});
export class TopicVersion extends TopicVersionSchema.class {}
TopicVersionSchema.setClass(TopicVersion);

/** What happened in a list topic in commit order: the version row is locked until the commit, so there are no gaps. */
const TopicLogSchema = defineEntity({
  name: 'TopicLog',
  properties: {
    topic: p.string().primary(),
    version: p.bigint('number').primary(),
    eventId: p.bigint('number').primary(),
  },
});
export class TopicLog extends TopicLogSchema.class {}
TopicLogSchema.setClass(TopicLog);

type Topics = ReadonlyMap<string, readonly { readonly id: number }[]>;

/** Last statement before the commit, in key order: the row lock is short and two writers cannot deadlock. */
export async function bumpVersions(em: SqlEntityManager, topics: Topics): Promise<Hint[]> {
  if (topics.size === 0) return [];
  const changed = [...topics].map(([topic, events]) => ({ topic, events: events.map(({ id }) => id) }));
  return em.execute(bumpSql, [JSON.stringify(changed)]);
}

const bumpSql = `
with changed as (
  select c.topic, c.events from json_to_recordset(?::json) as c(topic text, events json)
), bumped as (
  insert into topic_version (topic, version) select topic, 1 from changed order by topic
  on conflict (topic) do update set version = topic_version.version + 1 returning topic, version
), logged as (
  insert into topic_log (topic, version, event_id)
  select b.topic, b.version, e::text::bigint
  from bumped b join changed c using (topic), json_array_elements(c.events) e
)
select topic, version::int from bumped`;

export interface LogEntry<Facts> {
  readonly version: number;
  readonly type: string;
  readonly facts: Facts;
}

/** Maximum number of missed changes that a reader is told; after more of them it gets the newest page, as a reset. */
export const maxMissedEntries = 200;

/**
 * The facts of a list topic within the span, oldest first; undefined when they are too many or no longer reach back that
 * far (then the reader starts over). Without the upper bound a commit between two reads would be told twice.
 */
export async function readLog<Facts>(em: SqlEntityManager, span: VersionRange): Promise<LogEntry<Facts>[] | undefined> {
  if (span.after === undefined || span.after > span.upTo) return undefined;
  const entries: LogEntry<Facts>[] = await em.execute(
    `select l.version::int, e.type, e.facts from topic_log l join domain_event e on e.id = l.event_id
     where l.topic = ? and l.version > ? and l.version <= ? order by l.version, e.id limit ?`,
    [span.topic, span.after, span.upTo, maxMissedEntries + 1],
  );
  const isWhole = span.after === span.upTo || entries[0]?.version === span.after + 1;
  return isWhole && entries.length <= maxMissedEntries ? entries : undefined;
}

export async function readVersions(em: SqlEntityManager, topics: readonly string[]): Promise<Map<string, number>> {
  const rows: Hint[] = await em.execute(
    'select topic, version::int from topic_version where topic in (select json_array_elements_text(?::json))',
    [JSON.stringify(topics)],
  );
  return new Map(rows.map(({ topic, version }) => [topic, version]));
}

/** For those who join a stream: thousands at once, on a connection of its own. */
export const findVersion = sharedStatement<string, Hint, number>({
  name: 'topic version',
  answer: (rows, asked) => {
    const versions = new Map(rows.map(({ topic, version }) => [topic, version]));
    return asked.map((topic) => versions.get(topic) ?? 0);
  },
  sql: 'select topic, version::int from topic_version where topic in (select json_array_elements_text(?::json))',
});

/** The same for one topic; all that are asked for at once cost one statement. */
export const readVersion = batchedRead(async ({ em }, topics: readonly string[]) => {
  const versions = await readVersions(em, [...new Set(topics)]);
  return topics.map((topic) => versions.get(topic) ?? 0);
});
