import type { PostPartsFragment } from '../gql/graphql.ts';
import { localOf } from '../shared/localTime.ts';
import { filesOf } from './filesText.ts';
import type { PostText, VariantText } from './postText.ts';

/** Initial content of the form: empty, perhaps with a group, or the existing post with the wording that was proposed last. */
export function startOf(post: PostPartsFragment | null, groupId: string, timeZone: string): PostText {
  const said = post?.review?.proposal ?? post;
  const publishAt = post?.publishAt ? localOf(post.publishAt, timeZone) : '';
  return {
    title: said?.title ?? '',
    body: said?.body ?? '',
    variants: said?.variants.map(({ locale, title, body }) => ({ locale, title, body })) ?? [],
    ...filesOf(post),
    groupIds: post?.groups.map(({ id }) => id) ?? (groupId ? [groupId] : []),
    change: post?.review?.proposal?.change ?? '',
    when: publishAt ? 'LATER' : 'NOW',
    publishAt,
    expiresAt: '',
  };
}

/** Whether the translations are unchanged. */
export function saysAsBefore(now: readonly VariantText[], before: readonly VariantText[]): boolean {
  const isSame = ({ locale, title, body }: VariantText) =>
    before.some((one) => one.locale === locale && one.title === title && one.body === body);
  return before.length > 0 && now.some(isSame);
}
