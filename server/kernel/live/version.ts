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

/** Events of list topics in commit order. The version row is locked until the commit, so versions have no gaps. */
const TopicLogSchema = defineEntity({
  name: 'TopicLog',
  properties: {
    topic: p.string().primary(),
    version: p.bigint('number').primary(),
    eventId: p.bigint('number').primary(),
    /** Time by which the retention deletes the row. */
    at: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['at'] }],
});
export class TopicLog extends TopicLogSchema.class {}
TopicLogSchema.setClass(TopicLog);

type Topics = ReadonlyMap<string, readonly { readonly id: number }[]>;

/**
 * Raises the version of each topic by one and returns the hints to publish. Must be the last statement before the
 * commit: topics are locked in key order, so locks are short and two writers cannot deadlock.
 */
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

/**
 * Writes the rows of the topics anew in key order, so that their positions in the table no longer reveal in which order the
 * topics changed. Opens a transaction of its own: rows are locked in key order, as in `bumpVersions`, and a version that
 * another transaction raises meanwhile is kept.
 */
export async function forgetChangeOrder(em: SqlEntityManager, topics: readonly string[]): Promise<void> {
  await em.transactional(async (tx) => {
    await tx.execute(takeRowsSql, [JSON.stringify(topics)]);
    await tx.execute('delete from topic_version where topic in (select topic from rewritten)');
    await tx.execute('insert into topic_version (topic, version) select topic, version from rewritten order by topic');
  });
}

const takeRowsSql = `
create temporary table rewritten on commit drop as
select topic, version from topic_version
where topic in (select json_array_elements_text(?::json)) order by topic for update`;

export interface LogEntry<Facts> {
  readonly version: number;
  readonly type: string;
  readonly facts: Facts;
}

/** Maximum number of missed entries that a subscriber receives; with more, it receives the newest page as a reset. */
export const maxMissedEntries = 200;

/**
 * Entries of a list topic within the range, oldest first. Undefined: there are more than maxMissedEntries or the log no
 * longer reaches back to `after`, so the subscriber needs the newest page. The upper bound keeps a commit between two
 * reads from being sent twice.
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

/** Versions by topic; topics that never changed are absent. */
export async function readVersions(em: SqlEntityManager, topics: readonly string[]): Promise<Map<string, number>> {
  const rows: Hint[] = await em.execute(
    'select topic, version::int from topic_version where topic in (select json_array_elements_text(?::json))',
    [JSON.stringify(topics)],
  );
  return new Map(rows.map(({ topic, version }) => [topic, version]));
}

/**
 * Version of a topic, 0 if it never changed; read by shared prepared statement, because thousands subscribe at once.
 */
export const findVersion = sharedStatement<string, Hint, number>({
  name: 'topic version',
  answer: (rows, asked) => {
    const versions = new Map(rows.map(({ topic, version }) => [topic, version]));
    return asked.map((topic) => versions.get(topic) ?? 0);
  },
  sql: 'select topic, version::int from topic_version where topic in (select json_array_elements_text(?::json))',
});

/** Version of a topic within a request, 0 if it never changed; all topics of one tick are read by one statement. */
export const readVersion = batchedRead(async ({ em }, topics: readonly string[]) => {
  const versions = await readVersions(em, [...new Set(topics)]);
  return topics.map((topic) => versions.get(topic) ?? 0);
});
