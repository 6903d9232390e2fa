import type { PostPartsFragment } from '../gql/graphql.ts';
import { localOf } from '../localTime.ts';
import type { PostText } from './usePostText.ts';

/** What stands in the form at first: nothing but perhaps a group, or the post as it is. */
export function startOf(post: PostPartsFragment | null, groupId: string, timeZone: string): PostText {
  const publishAt = post?.publishAt ? localOf(post.publishAt, timeZone) : '';
  return {
    title: post?.title ?? '',
    body: post?.body ?? '',
    groupIds: post?.groups.map(({ id }) => id) ?? (groupId ? [groupId] : []),
    change: '',
    when: publishAt ? 'LATER' : 'NOW',
    publishAt,
  };
}
