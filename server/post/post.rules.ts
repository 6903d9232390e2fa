import type { GroupRow } from '../group/group.entity.ts';
import { canPublishIn, canReadGroup, canSeeGroup, type GroupStanding } from '../group/group.rules.ts';
import { type Actor, isStaff, type Scope, withinScope } from '../kernel/actor.ts';
import { mayPublishInAll } from '../group/group.review.rules.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { excerptOf, renderMarkdown } from '../kernel/markdown.ts';
import type { InputCheck } from '../kernel/payload.ts';
import type { Post, PostRow } from './post.entity.ts';

/** Group of a post with the actor's membership in it. */
export interface Addressee {
  readonly group: GroupRow;
  readonly standing: GroupStanding;
}
export type Audience = readonly Addressee[];

/** Whether the actor is the API key that created the post and has the scope `posts:write`. */
function isOwnOfKey(actor: Actor, post: PostRow): boolean {
  const isOwn = actor.kind === 'partner' && post.partnerKeyId === actor.keyId;
  return isOwn && withinScope(actor, post.municipality.id, 'posts:write').allow;
}

/**
 * Published posts are visible to readers of one of the groups; other posts to people who may publish in one of the
 * groups. The API key that created a post may always read it.
 */
export function canReadPost(actor: Actor, post: PostRow, audience: Audience): Verdict {
  if (isOwnOfKey(actor, post)) return allow;
  const scoped = withinScope(actor, post.municipality.id, 'posts:read');
  if (!scoped.allow) return scoped;
  const rule = post.state === 'PUBLISHED' ? canReadGroup : canPublishIn;
  return audience.some(({ group, standing }) => rule(actor, group, standing).allow) ? allow : deny('NOT_FOUND');
}

/**
 * Whether the actor may write for this group; keys with the scope may write drafts for groups that are not CLOSED. Members
 * and staff are refused with MAY_NOT_PUBLISH, other people with FORBIDDEN.
 */
export function canWriteTo(actor: Actor, { group, standing }: Addressee, scope: Scope = 'posts:write'): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  const town = group.municipality.id;
  const scoped = withinScope(actor, town, scope);
  if (!scoped.allow) return scoped;
  if (actor.kind === 'partner') return group.joinPolicy === 'CLOSED' ? deny('NOT_FOUND') : allow;
  const seen = canSeeGroup(actor, group, standing);
  if (!seen.allow) return seen;
  const verdict = canPublishIn(actor, group, standing);
  return verdict.allow || standing.isMember || isStaff(actor, town) ? verdict : deny('FORBIDDEN');
}

/** Whether the actor may publish at all: API keys only create drafts, which the town hall publishes. */
export function canPublishAtAll(actor: Actor): Verdict {
  return actor.kind === 'partner' ? deny('FORBIDDEN') : allow;
}

/**
 * Posts may be changed by people who may publish in all groups of the post, drafts also by the key that created them.
 */
export function canEditPost(actor: Actor, post: PostRow, audience: Audience): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  if (isOwnOfKey(actor, post)) return canEditHandedIn(post);
  if (!mayPublishInAll(actor, audience)) return deny('FORBIDDEN');
  return post.state === 'WITHDRAWN' ? deny('POST_IS_WITHDRAWN') : allow;
}

function canEditHandedIn({ state }: PostRow): Verdict {
  if (state === 'WITHDRAWN') return deny('POST_IS_WITHDRAWN');
  if (state === 'IN_REVIEW') return deny('POST_IN_REVIEW');
  return state === 'DRAFT' ? allow : deny('POST_IS_PUBLISHED');
}

export function canPublishPost(actor: Actor, post: PostRow, audience: Audience): Verdict {
  const mayEdit = canEditPost(actor, post, audience);
  if (!mayEdit.allow) return mayEdit;
  const mayPublish = canPublishAtAll(actor);
  if (!mayPublish.allow) return mayPublish;
  return post.state === 'PUBLISHED' ? deny('POST_IS_PUBLISHED') : allow;
}

/** Whether the actor may pin the post and set its expiry: people who may change it, while it is shown. */
export function canPlacePost(actor: Actor, post: PostRow, audience: Audience): Verdict {
  const mayEdit = canEditPost(actor, post, audience);
  if (!mayEdit.allow) return mayEdit;
  if (!canPublishAtAll(actor).allow) return deny('FORBIDDEN');
  return post.state === 'PUBLISHED' && post.expiredAt == null ? allow : deny('POST_IS_NOT_SHOWN');
}

/** Whether the actor may withdraw, unschedule or discard the post: same rule as for changes. */
export function canWithdrawPost(actor: Actor, post: PostRow, audience: Audience): Verdict {
  return canEditPost(actor, post, audience);
}

export interface PostText {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** Text with HTML and excerpt, rendered and sanitised when the text is saved, so that reading costs no rendering. */
export function renderText({ title, body }: PostText): PostText & Pick<Post, 'html' | 'excerpt'> {
  return { title, body, html: renderMarkdown(body), excerpt: excerptOf(body, excerptLength) };
}

export const titleLengths = [3, 200] as const;
/** Maximum length of an excerpt in characters. */
const excerptLength = 280;
/** Maximum length of a text in characters; bounds the cost of rendering, also of previews. */
export const bodyLimit = 20_000;
const mostGroups = 50;
const year = 366 * 86_400_000;

export function checkText(check: InputCheck, { title, body }: PostText): PostText {
  return { title: check.text(title, titleLengths, 'title'), body: check.multiline(body, [1, bodyLimit], 'body') };
}

/** Adds NO_AUDIENCE or TOO_MANY_GROUPS to `check` unless there are 1 to 50 groups. */
export function checkGroups(check: InputCheck, groupIds: readonly string[]): void {
  check.require(groupIds.length > 0, 'NO_AUDIENCE', 'at least one group', 'groupIds');
  check.require(groupIds.length <= mostGroups, 'TOO_MANY_GROUPS', `at most ${mostGroups} groups`, 'groupIds');
}

/** Adds IN_THE_PAST or TOO_FAR_AHEAD to `check` unless the moment lies within 366 days after `now`. */
export function checkMoment(check: InputCheck, at: Date | null | undefined, now: Date, field = 'publishAt'): void {
  if (at == null) return;
  check.require(at > now, 'IN_THE_PAST', 'must be ahead', field);
  check.require(at.getTime() < now.getTime() + year, 'TOO_FAR_AHEAD', 'within a year', field);
}

/** Trimmed note about a change for readers; adds an error to `check` unless it has 3 to 200 characters. */
export function checkChange(check: InputCheck, change: string | null | undefined): string {
  return check.text(change ?? '', [3, 200], 'change');
}
