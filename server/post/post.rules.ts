import type { GroupRow } from '../group/group.entity.ts';
import { canPublishIn, canReadGroup, canSeeGroup, type GroupStanding } from '../group/group.rules.ts';
import { type Actor, isStaff, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { excerptOf, renderMarkdown } from '../kernel/markdown.ts';
import type { InputCheck } from '../kernel/payload.ts';
import type { Post, PostRow } from './post.entity.ts';

/** A group a post is for, and how the actor stands towards it. */
export interface Addressee {
  readonly group: GroupRow;
  readonly standing: GroupStanding;
}
export type Audience = readonly Addressee[];

/** A key handed it in, and may still read and write what it hands in. */
function isOwnOfKey(actor: Actor, post: PostRow): boolean {
  const isOwn = actor.kind === 'partner' && post.partnerKeyId === actor.keyId;
  return isOwn && withinScope(actor, post.municipality.id, 'posts:write').allow;
}

/**
 * Published: whoever reads one of its groups. Before and after that: whoever publishes in one of them, and the key that
 * handed it in.
 */
export function canReadPost(actor: Actor, post: PostRow, audience: Audience): Verdict {
  if (isOwnOfKey(actor, post)) return allow;
  const scoped = withinScope(actor, post.municipality.id, 'posts:read');
  if (!scoped.allow) return scoped;
  const rule = post.state === 'PUBLISHED' ? canReadGroup : canPublishIn;
  return audience.some(({ group, standing }) => rule(actor, group, standing).allow) ? allow : deny('NOT_FOUND');
}

/** A text for this group. Refused with MAY_NOT_PUBLISH for those who belong there; FORBIDDEN for everybody else. */
export function canWriteTo(actor: Actor, { group, standing }: Addressee): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  const town = group.municipality.id;
  const scoped = withinScope(actor, town, 'posts:write');
  if (!scoped.allow) return scoped;
  if (actor.kind === 'partner') return group.joinPolicy === 'CLOSED' ? deny('NOT_FOUND') : allow;
  const seen = canSeeGroup(actor, group, standing);
  if (!seen.allow) return seen;
  const verdict = canPublishIn(actor, group, standing);
  return verdict.allow || standing.isMember || isStaff(actor, town) ? verdict : deny('FORBIDDEN');
}

/** A partner's texts are drafts: people of the town hall publish them. */
export function canPublishAtAll(actor: Actor): Verdict {
  return actor.kind === 'partner' ? deny('FORBIDDEN') : allow;
}

/** Whoever may publish in all its groups; the key that handed it in as long as it is a draft. */
export function canEditPost(actor: Actor, post: PostRow, audience: Audience): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  if (isOwnOfKey(actor, post)) return canEditHandedIn(post);
  const mayPublish = audience.every(({ group, standing }) => canPublishIn(actor, group, standing).allow);
  if (actor.kind === 'partner' || audience.length === 0 || !mayPublish) return deny('FORBIDDEN');
  return post.state === 'WITHDRAWN' ? deny('POST_IS_WITHDRAWN') : allow;
}

function canEditHandedIn({ state }: PostRow): Verdict {
  if (state === 'WITHDRAWN') return deny('POST_IS_WITHDRAWN');
  return state === 'DRAFT' ? allow : deny('POST_IS_PUBLISHED');
}

export function canPublishPost(actor: Actor, post: PostRow, audience: Audience): Verdict {
  const mayEdit = canEditPost(actor, post, audience);
  if (!mayEdit.allow) return mayEdit;
  const mayPublish = canPublishAtAll(actor);
  if (!mayPublish.allow) return mayPublish;
  return post.state === 'PUBLISHED' ? deny('POST_IS_PUBLISHED') : allow;
}

/** Takes back what was published, stops what is scheduled, discards a draft. */
export function canWithdrawPost(actor: Actor, post: PostRow, audience: Audience): Verdict {
  return canEditPost(actor, post, audience);
}

export interface PostText {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** As it is kept: rendered, sanitised and cut for lists when it is written, so that nobody who reads pays for it. */
export function renderText({ title, body }: PostText): PostText & Pick<Post, 'html' | 'excerpt'> {
  return { title, body, html: renderMarkdown(body), excerpt: excerptOf(body, excerptLength) };
}

export const titleLengths = [3, 200] as const;
/** How much of a text a list shows. */
const excerptLength = 280;
/** Every rendering is bounded by this, a preview's too. */
export const bodyLimit = 20_000;
const mostGroups = 50;
const year = 366 * 86_400_000;

export function checkText(check: InputCheck, { title, body }: PostText): PostText {
  return { title: check.text(title, titleLengths, 'title'), body: check.text(body, [1, bodyLimit], 'body') };
}

/** How many groups a text may be for. */
export function checkGroups(check: InputCheck, groupIds: readonly string[]): void {
  check.require(groupIds.length > 0, 'NO_AUDIENCE', 'at least one group', 'groupIds');
  check.require(groupIds.length <= mostGroups, 'TOO_MANY_GROUPS', `at most ${mostGroups} groups`, 'groupIds');
}

/** The moment a post is published by itself. */
export function checkMoment(check: InputCheck, publishAt: Date | null | undefined, now: Date): void {
  if (publishAt == null) return;
  check.require(publishAt > now, 'IN_THE_PAST', 'must be ahead', 'publishAt');
  check.require(publishAt.getTime() < now.getTime() + year, 'TOO_FAR_AHEAD', 'within a year', 'publishAt');
}

/** What readers are told about the change of a published post. */
export function checkChange(check: InputCheck, change: string | null | undefined): string {
  return check.text(change ?? '', [3, 200], 'change');
}
