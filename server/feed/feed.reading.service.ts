import { MAX } from 'uuid';
import type { GroupRow } from '../group/group.entity.ts';
import type { Context } from '../kernel/context.ts';
import { idsParameterSql, rowsOf, batchedRead } from '../kernel/rows.ts';
import type { FeedSubject } from '../kernel/feed.ts';
import { FeedEntry } from './feed.entity.ts';

/** Feed entry as readers see it. Its id is the id of the subject, so that a subject in several groups is one entry. */
export interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  /** Subject of the entry; null: withdrawn between two reads. */
  readonly subject: FeedSubject | null;
  /** Groups of the requested feed in which the subject was published. */
  readonly because: readonly GroupRow[];
}
export type Place = readonly [at: number, subjectId: string];

/**
 * Newest entries of these groups after `place`, each subject once. Needs one statement for entries and one for each
 * kind of subject.
 */
export async function newestEntries(
  ctx: Context,
  groups: readonly GroupRow[],
  kinds: readonly string[],
  limit: number,
  place?: Place,
): Promise<Entry[]> {
  const before = place === undefined ? 'infinity' : new Date(place[0]).toISOString();
  const wanted = { groups: groups.map(({ id }) => id), kinds, before, id: place?.[1] ?? MAX, most: limit };
  return withSubjects(ctx, await newestRows(ctx, JSON.stringify(wanted)), groups);
}

/** Entries of these subjects that are in the group's feed. */
export async function findEntries(
  ctx: Context,
  group: GroupRow,
  kinds: readonly string[],
  subjectIds: readonly string[],
): Promise<Entry[]> {
  const entries = await readEntries(ctx, `where t.group_id = ? and t.subject_id in (${idsParameterSql})`, [
    group.id,
    JSON.stringify(subjectIds),
  ]);
  const rows = entries
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ subjectId, kind, at }) => ({ subjectId, kind, at: at.getTime(), groupIds: [group.id] }));
  return withSubjects(ctx, rows, [group]);
}

/** Ids of the groups whose feeds have the subject. The caller checks that the actor may see the groups. */
export async function groupIdsOf({ em }: Context, subjectId: string): Promise<string[]> {
  const rows: { id: string }[] = await em.execute(
    'select group_id as id from feed_entry where subject_id = ? order by group_id',
    [subjectId],
  );
  return rows.map(({ id }) => id);
}

/**
 * Entry of a subject with those of `groups` whose feeds have it; null: none of them, or a kind that is not in `kinds`.
 */
export async function findEntryIn(
  ctx: Context,
  groups: readonly GroupRow[],
  kinds: readonly string[],
  subjectId: string,
): Promise<Entry | null> {
  const ids = groups.map(({ id }) => id);
  const rows = await readEntries(ctx, `where t.subject_id = ? and t.group_id in (${idsParameterSql})`, [
    subjectId,
    JSON.stringify(ids),
  ]);
  const [first] = rows;
  if (first === undefined || !kinds.includes(first.kind)) return null;
  const row = { subjectId, kind: first.kind, at: first.at.getTime(), groupIds: rows.map(({ group }) => group.id) };
  const [entry = null] = await withSubjects(ctx, [row], groups);
  return entry;
}

const readEntries = rowsOf(FeedEntry);

interface EntryRow {
  readonly kind: string;
  readonly subjectId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly groupIds: readonly string[];
}

/** Entries with their subjects and groups. */
async function withSubjects(ctx: Context, rows: readonly EntryRow[], groups: readonly GroupRow[]): Promise<Entry[]> {
  const subjects = await loadSubjects(ctx, rows);
  return rows.map(({ subjectId, kind, at, groupIds }) => ({
    id: subjectId,
    kind,
    at: new Date(at),
    subject: subjects.get(subjectId) ?? null,
    because: groups.filter(({ id }) => groupIds.includes(id)),
  }));
}

const typeNames = new WeakMap<object, string>();

/** Name of the GraphQL type of a subject that was loaded for a feed. */
export function subjectTypeName(subject: object): string | undefined {
  return typeNames.get(subject);
}

/** Subjects by id, loaded with one statement per kind that occurs in the rows. */
async function loadSubjects(ctx: Context, rows: readonly EntryRow[]): Promise<Map<string, FeedSubject>> {
  const idsByKind = Map.groupBy(rows, ({ kind }) => kind);
  const loaded = await Promise.all(
    ctx.registry.feeds.map(async ({ kind, typeName, load }) => {
      const ids = (idsByKind.get(kind) ?? []).map(({ subjectId }) => subjectId);
      const subjects = await load(ctx, ids);
      for (const subject of subjects) typeNames.set(subject, typeName);
      return subjects;
    }),
  );
  return new Map(loaded.flat().map((subject) => [subject.id, subject]));
}

/**
 * Rows by the request as JSON. Equal requests share one read, because many viewers follow only the group of the whole
 * town.
 */
const newestRows = batchedRead(async ({ em }, asked: readonly string[]): Promise<EntryRow[][]> => {
  const wanted = [...new Set(asked)];
  const rows: (EntryRow & { readonly n: number })[] = await em.execute(newestSql, [`[${wanted.join()}]`]);
  const found = Map.groupBy(rows, ({ n }) => wanted[n - 1]);
  return asked.map((one) => found.get(one) ?? []);
});

/**
 * Reads from each group as many entries as a page has and builds the page from them, so that each entry of the page has
 * all its groups. Parameter: JSON [{groups, kinds, before, id, most}].
 */
const newestSql = `
select a.n::int, page.*
from json_array_elements(?::json) with ordinality as a(wanted, n)
cross join json_to_record(a.wanted) as w(groups json, kinds json, before timestamptz, id uuid, most int)
cross join lateral (
  select e.kind, e.subject_id as "subjectId", (extract(epoch from e.at) * 1000)::float8 as at,
    json_agg(e.group_id) as "groupIds"
  from json_array_elements_text(w.groups) as g(id)
  cross join lateral (
    select f.* from feed_entry f
    where f.group_id = g.id::uuid and (f.at, f.subject_id) < (w.before, w.id)
      and f.kind in (select json_array_elements_text(w.kinds))
    order by f.at desc, f.subject_id desc
    limit w.most
  ) e
  group by e.kind, e.subject_id, e.at
  order by e.at desc, e.subject_id desc
  limit w.most
) page
order by a.n, page.at desc, page."subjectId" desc`;
