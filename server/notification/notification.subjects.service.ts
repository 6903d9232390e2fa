import type { FilterQuery } from '@mikro-orm/core';
import { Role } from '../identity/identity.entity.ts';
import { Idea } from '../idea/idea.entity.ts';
import { IssueComment } from '../issue/comment/issue.comment.entity.ts';
import { canReadComment } from '../issue/comment/issue.comment.rules.ts';
import { Issue, type IssueAudience, IssueMove } from '../issue/issue.entity.ts';
import { IssueMerge } from '../issue/follow/issue.merge.entity.ts';
import { seenAs } from '../issue/issue.reading.service.ts';
import type { Context } from '../kernel/context.ts';
import { Poll } from '../poll/poll.entity.ts';
import { Post, PostRevision } from '../post/post.entity.ts';
import { clockKinds, isClockKind, isFollowedKind, type Message, type MessageKind } from './notification.entity.ts';

export interface About {
  /** Null: it may not be read by this person any more. */
  readonly subject: Post | Poll | Issue | Idea | null;
  /** POST_REVISED: what readers are told about the change. */
  readonly change: string | null;
  /** ISSUE_MOVED, ISSUE_FOLLOWED: the step. */
  readonly move: IssueMove | null;
  /** ISSUE_COMMENTED, ISSUE_FOLLOWED_ANSWERED: the words. */
  readonly comment: IssueComment | null;
}

/**
 * What messages are about, as far as their recipient may read it now: one statement per kind. The person decides, not
 * the roles: an inbox holds what somebody gets as a citizen, and beside it only what runs out of time at their own desk.
 */
export async function readAbout(
  ctx: Context,
  person: string,
  messages: readonly Message[],
): Promise<(message: Message) => About> {
  const posts = await findPosts(ctx, person, idsOf(messages, 'POST'));
  const polls = await findPolls(ctx, person, idsOf(messages, 'POLL'));
  const ideas = await findIdeas(ctx, person, idsOf(messages, 'IDEA'));
  const issues = await findIssues(ctx, person, idsOf(messages, 'ISSUE_MOVED', 'ISSUE_COMMENTED', 'ISSUE_SURVEY'));
  const followed = await findFollowed(ctx, person, idsOf(messages, 'ISSUE_FOLLOWED'));
  const revisions = await findRevisions(ctx, [...posts.keys()]);
  const moves = await findMoves(ctx, [...issues.keys()], 'reporter');
  const comments = await findComments(ctx, [...issues.keys()], 'reporter');
  const publicComments = await findComments(ctx, shownOf(followed), 'public');
  const publicMoves = await findMoves(ctx, [...followed.keys()], 'public');
  for (const move of publicMoves.values()) if (followed.get(move.issue.id)?.id !== move.issue.id) move.message = null;
  const worked = await findWorked(ctx, person, idsOf(messages, ...clockKinds));
  const steps = (kind: MessageKind) => (kind === 'ISSUE_FOLLOWED' ? publicMoves : moves);
  const words: Partial<Record<MessageKind, typeof comments>> = {
    ISSUE_COMMENTED: comments,
    ISSUE_FOLLOWED_ANSWERED: publicComments,
  };
  const others = [posts, polls, issues, ideas];
  const known = (kind: MessageKind): readonly ReadonlyMap<string, NonNullable<About['subject']>>[] =>
    isFollowedKind(kind) ? [followed] : isClockKind(kind) ? [worked] : others;
  return ({ kind, subjectId, version }) => ({
    subject:
      known(kind)
        .map((all) => all.get(subjectId))
        .find((one) => one) ?? null,
    change: revisions.get(`${subjectId} ${String(version)}`)?.change ?? null,
    move: kind in words ? null : (steps(kind).get(`${subjectId} ${String(version)}`) ?? null),
    comment: words[kind]?.get(`${subjectId} ${String(version)}`) ?? null,
  });
}

function idsOf(messages: readonly Message[], ...prefixes: readonly string[]): string[] {
  const ids = messages
    .filter(({ kind }) => prefixes.some((prefix) => kind.startsWith(prefix)))
    .map(({ subjectId }) => subjectId);
  return [...new Set(ids)];
}

async function findPosts({ em }: Context, person: string, ids: string[]): Promise<Map<string, Post>> {
  if (ids.length === 0) return new Map();
  const where = { id: { $in: ids }, state: 'PUBLISHED', groups: readableFor(person) } as const;
  return byId(await em.find(Post, where, { refresh: true }));
}

async function findPolls({ em }: Context, person: string, ids: string[]): Promise<Map<string, Poll>> {
  if (ids.length === 0) return new Map();
  const isPublished: FilterQuery<Poll> = { $or: [{ post: null }, { post: { state: 'PUBLISHED' } }] };
  const where: FilterQuery<Poll> = { $and: [{ id: { $in: ids }, group: readableFor(person) }, isPublished] };
  return byId(await em.find(Poll, where, { refresh: true }));
}

async function findIdeas({ em }: Context, person: string, ids: string[]): Promise<Map<string, Idea>> {
  if (ids.length === 0) return new Map();
  const shown: FilterQuery<Idea> = {
    $or: [{ author: person }, { openedAt: { $ne: null }, state: { $ne: 'WITHDRAWN' } }],
  };
  const where: FilterQuery<Idea> = { $and: [{ id: { $in: ids }, group: readableFor(person) }, shown] };
  return byId(await em.find(Idea, where, { refresh: true }));
}

async function findIssues({ em }: Context, person: string, ids: string[]): Promise<Map<string, Issue>> {
  if (ids.length === 0) return new Map();
  const issues = await em.find(Issue, { id: { $in: ids }, reporter: person }, { refresh: true });
  return byId(issues.map((issue) => seenAs(issue, 'reporter')));
}

/**
 * What everybody may see; of a hidden report the one merged into it by which it reaches the person. Copies: its reporter
 * may be the same person.
 */
async function findFollowed({ em }: Context, person: string, ids: string[]): Promise<Map<string, Issue>> {
  if (ids.length === 0) return new Map();
  const own = em.fork();
  const shown = await own.find(Issue, { id: { $in: ids }, isPublic: true });
  const hidden = ids.filter((id) => !shown.some((issue) => issue.id === id));
  const merges = await own.find(IssueMerge, { parent: { $in: hidden } }, { populate: ['issue'] });
  const instead = merges.flatMap(({ parent, issue }): [string, Issue][] => {
    const child = issue.getEntity();
    const isReporter = child.reporter?.id === person;
    if (!isReporter && !child.isPublic) return [];
    return [[parent.id, seenAs(child, isReporter ? 'reporter' : 'public')]];
  });
  return new Map([...instead, ...byId(shown.map((issue) => seenAs(issue, 'public')))]);
}

/** Those of which more is told than that they ended. */
function shownOf(followed: ReadonlyMap<string, Issue>): string[] {
  return [...followed].filter(([id, issue]) => issue.id === id).map(([id]) => id);
}

/** What somebody of the town hall may read now: complaints at an own desk only, or in a town they run. */
async function findWorked({ em }: Context, person: string, ids: string[]): Promise<Map<string, Issue>> {
  if (ids.length === 0) return new Map();
  const roles = await em.find(Role, { person, role: { $in: ['CLERK', 'ADMIN'] } });
  const desks = roles.flatMap(({ desk }) => desk?.id ?? []);
  const townsOf = (...kinds: readonly string[]): string[] =>
    roles.flatMap(({ role, municipality }) => (kinds.includes(role) && municipality?.id) || []);
  const open: FilterQuery<Issue> = { municipality: { $in: townsOf('CLERK', 'ADMIN') }, kind: { $ne: 'COMPLAINT' } };
  const works: FilterQuery<Issue> = {
    $or: [open, { desk: { $in: desks } }, { municipality: { $in: townsOf('ADMIN') } }],
  };
  const issues = await em.fork().find(Issue, { $and: [{ id: { $in: ids } }, works] });
  return byId(issues.map((issue) => seenAs(issue, 'staff')));
}

/** By post and the version that came after the kept one. */
async function findRevisions({ em }: Context, postIds: string[]): Promise<Map<string, PostRevision>> {
  if (postIds.length === 0) return new Map();
  const revisions = await em.find(PostRevision, { post: { $in: postIds } });
  return new Map(revisions.map((revision) => [`${revision.post.id} ${revision.version + 1}`, revision]));
}

/** By issue and the version the step led to. */
async function findMoves(
  { em }: Context,
  issueIds: string[],
  audience: IssueAudience,
): Promise<Map<string, IssueMove>> {
  if (issueIds.length === 0) return new Map();
  const moves = await em.fork().find(IssueMove, { issue: { $in: issueIds } });
  for (const move of moves) move.seenBy = audience;
  return new Map(moves.map((move) => [`${move.issue.id} ${move.version}`, move]));
}

/** By issue and number: what the town hall says to these eyes; copies, for the reporter of one may follow another. */
async function findComments(
  { em }: Context,
  issueIds: string[],
  audience: 'reporter' | 'public',
): Promise<Map<string, IssueComment>> {
  if (issueIds.length === 0) return new Map();
  const comments = await em.fork().find(IssueComment, { issue: { $in: issueIds }, by: 'STAFF' });
  const told = comments.filter(({ reach }) => canReadComment(reach, audience));
  for (const comment of told) comment.seenBy = audience;
  return new Map(told.map((comment) => [`${comment.issue.id} ${comment.number}`, comment]));
}

function readableFor(person: string) {
  return { $or: [{ joinPolicy: 'OPEN' as const }, { memberships: { person } }] };
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
