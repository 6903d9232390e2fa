import { groupById } from '../group/group.service.ts';
import type { GroupRow } from '../group/group.entity.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { idsIn, idsParameterSql, rowById, rowsByOwner, rowsOf, rowsByIds, batchedRead } from '../kernel/rows.ts';
import { Post, type PostProposal, PostRevision, type PostRow } from './post.entity.ts';

const readPosts = rowsOf(Post, ['body', 'html', 'proposal']);
/**
 * Post without text by id; one statement serves all posts of a request. The caller checks that the actor may read it.
 */
export const postById = rowById(readPosts);

/** Published posts among these ids. The caller checks that the actor may read their groups. */
export async function loadPublished(ctx: Context, ids: readonly string[]): Promise<PostRow[]> {
  const posts = await rowsByIds(postById, ctx, ids);
  return posts.filter(({ state, expiredAt }) => state === 'PUBLISHED' && expiredAt == null);
}

type Text = Pick<Post, 'body' | 'html'>;
const textById = rowById(rowsOf(Post));

/** Body and HTML of a post, loaded only if the client selects them. Errors: NOT_FOUND. */
export async function textOf(ctx: Context, post: PostRow | Post): Promise<Text> {
  const text: Text | null = 'html' in post ? post : await textById(ctx, post.id);
  if (text === null) throw new DomainError('NOT_FOUND');
  return text;
}

const readRevisions = rowsOf(PostRevision, ['body']);

/** Revisions of a post by the id of the post, oldest first. */
export const revisionsOf = rowsByOwner(
  readRevisions,
  ({ post }) => post,
  `where t.post_id in (${idsParameterSql}) order by t.version`,
);

/** Latest revision of a post by the id of the post: an array with no or one revision. */
export const lastRevisionOf = rowsByOwner(
  readRevisions,
  ({ post }) => post,
  `join (select post_id, max(version) as version from post_revision where post_id in (${idsParameterSql}) group by post_id) last
     on last.post_id = t.post_id and last.version = t.version`,
);

/** All groups of a post, also those hidden from the actor. */
export async function groupsOf(ctx: Context, { id }: Pick<Post, 'id'>): Promise<GroupRow[]> {
  return rowsByIds(groupById, ctx, await groupIdsOf(ctx, id));
}

const groupIdsOf = batchedRead(async ({ em }, postIds: readonly string[]): Promise<string[][]> => {
  const rows: { postId: string; groupId: string }[] = await em.execute(
    `select post_id as "postId", group_id as "groupId" from post_groups where post_id in (${idsParameterSql})`,
    [idsIn(postIds)],
  );
  const byPost = Map.groupBy(rows, ({ postId }) => postId);
  return postIds.map((id) => (byPost.get(id) ?? []).map(({ groupId }) => groupId));
});

/** Proposal of a published post; null: none. The caller checks that the actor may see what was proposed. */
export async function proposalOf(ctx: Context, { id }: Pick<Post, 'id'>): Promise<PostProposal | null> {
  return (await textById(ctx, id))?.proposal ?? null;
}
