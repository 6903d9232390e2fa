import { MAX } from 'uuid';
import type { Group } from '../group/group.entity.ts';
import { Issue } from '../issue/issue.entity.ts';
import { seenAs } from '../issue/issue.service.ts';
import type { Context } from '../kernel/context.ts';
import { Poll } from '../poll/poll.entity.ts';
import { Post } from '../post/post.entity.ts';
import { FeedEntry, type FeedKind } from './feed.entity.ts';

/** What a reader of feeds gets. Its id is its subject's: the same thing in several groups is one entry. */
export interface Entry {
  readonly id: string;
  readonly kind: FeedKind;
  readonly at: Date;
  /** Null: withdrawn between two reads. */
  readonly subject: Post | Poll | Issue | null;
  /** The groups it came by. */
  readonly because: readonly Group[];
}
export type Place = readonly [at: number, subjectId: string];

/** The newest entries of all these groups after `place`, each thing once: one statement, and one per kind of subject. */
export async function newestEntries(
  ctx: Context,
  groups: readonly Group[],
  kinds: readonly FeedKind[],
  limit: number,
  place?: Place,
): Promise<Entry[]> {
  const before = place === undefined ? 'infinity' : new Date(place[0]).toISOString();
  const wanted = { groups: groups.map(({ id }) => id), kinds, before, id: place?.[1] ?? MAX };
  const rows: EntryRow[] = await ctx.em.execute(newestSql, [JSON.stringify(wanted), limit, limit]);
  return withSubjects(ctx, rows, groups);
}

/** Of these subjects the ones that stand in the group's feed. */
export async function findEntries(
  ctx: Context,
  group: Group,
  kinds: readonly FeedKind[],
  subjectIds: readonly string[],
): Promise<Entry[]> {
  const wanted = { group: group.id, kind: { $in: [...kinds] }, subjectId: { $in: [...subjectIds] } };
  const entries = await ctx.em.find(FeedEntry, wanted);
  const rows = entries.map(({ subjectId, kind, at }) => ({ subjectId, kind, at: at.getTime(), groupIds: [group.id] }));
  return withSubjects(ctx, rows, [group]);
}

interface EntryRow {
  readonly kind: FeedKind;
  readonly subjectId: string;
  /** Milliseconds. */
  readonly at: number;
  readonly groupIds: readonly string[];
}

/** As everybody may see them: in a feed nobody sees more than others. */
async function withSubjects(ctx: Context, rows: readonly EntryRow[], groups: readonly Group[]): Promise<Entry[]> {
  const ids = (kind: FeedKind): string[] => rows.filter((row) => row.kind === kind).map((row) => row.subjectId);
  const posts = await ctx.em.find(Post, { id: { $in: ids('POST') }, state: 'PUBLISHED' });
  const polls = await ctx.em.find(Poll, { id: { $in: ids('POLL') }, openedAt: { $ne: null } });
  const issues = await ctx.em.find(Issue, { id: { $in: ids('ISSUE') }, isPublic: true });
  for (const issue of issues) seenAs(issue, 'public');
  const subjects = new Map([...posts, ...polls, ...issues].map((subject) => [subject.id, subject]));
  return rows.map(({ subjectId, kind, at, groupIds }) => ({
    ...{ id: subjectId, kind, at: new Date(at), subject: subjects.get(subjectId) ?? null },
    because: groups.filter(({ id }) => groupIds.includes(id)),
  }));
}

/**
 * Each group gives as many entries as the page holds, and the page is made of these: so what stands on it stands there
 * with all its groups. Parameters: JSON {groups, kinds, before, id}, and twice the limit.
 */
const newestSql = `
select e.kind, e.subject_id as "subjectId", (extract(epoch from e.at) * 1000)::float8 as at,
  json_agg(e.group_id) as "groupIds"
from json_to_record(?::json) as w(groups json, kinds json, before timestamptz, id uuid)
cross join json_array_elements_text(w.groups) as g(id)
cross join lateral (
  select f.* from feed_entry f
  where f.group_id = g.id::uuid and (f.at, f.subject_id) < (w.before, w.id)
    and f.kind in (select json_array_elements_text(w.kinds))
  order by f.at desc, f.subject_id desc
  limit ?
) e
group by e.kind, e.subject_id, e.at
order by e.at desc, e.subject_id desc
limit ?`;
