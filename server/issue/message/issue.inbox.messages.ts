import type { FilterQuery } from '@mikro-orm/core';
import { Role } from '../../identity/identity.entity.ts';
import type { Context } from '../../kernel/context.ts';
import type { InboxReader, StoredMessage } from '../../kernel/message.ts';
import { IssueComment } from '../issue.comment.entity.ts';
import { canReadComment } from '../comment/issue.comment.rules.ts';
import { IssueCommentType } from '../comment/issue.comment.types.ts';
import { IssueMerge } from '../follow/issue.merge.entity.ts';
import { Issue, type IssueAudience, IssueMove } from '../issue.entity.ts';
import { seenAs } from '../issue.reading.service.ts';
import { IssueMoveType, IssueType } from '../issue.types.ts';

/*
 * Readers of the inbox. Access depends on the person and not on roles: an inbox contains what somebody receives as a
 * citizen, and besides only deadlines at the person's own desk.
 */

/** Moves of an own issue. */
export const ownSteps: InboxReader = {
  subjectTypes: [IssueType],
  contentTypes: [IssueMoveType],
  async read(ctx, person, messages) {
    const issues = await findIssues(ctx, person, subjectsOf(messages));
    const moves = await findMoves(ctx, [...issues.keys()], 'reporter');
    return (message) => ({
      subject: issues.get(message.subjectId) ?? null,
      content: moves.get(versionOf(message)) ?? null,
    });
  },
};

/** Comments of the town hall on an own issue. */
export const ownWords: InboxReader = {
  subjectTypes: [IssueType],
  contentTypes: [IssueCommentType],
  async read(ctx, person, messages) {
    const issues = await findIssues(ctx, person, subjectsOf(messages));
    const comments = await findComments(ctx, [...issues.keys()], 'reporter');
    return (message) => ({
      subject: issues.get(message.subjectId) ?? null,
      content: comments.get(versionOf(message)) ?? null,
    });
  },
};

/** An own issue without further content. */
export const ownReport: InboxReader = {
  subjectTypes: [IssueType],
  async read(ctx, person, messages) {
    const issues = await findIssues(ctx, person, subjectsOf(messages));
    return ({ subjectId }) => ({ subject: issues.get(subjectId) ?? null, content: null });
  },
};

/** Moves of a followed issue; for a hidden issue the move has no message. */
export const followedSteps: InboxReader = {
  subjectTypes: [IssueType],
  contentTypes: [IssueMoveType],
  async read(ctx, person, messages) {
    const followed = await findFollowed(ctx, person, subjectsOf(messages));
    const moves = await findMoves(ctx, [...followed.keys()], 'public');
    for (const move of moves.values()) if (followed.get(move.issue.id)?.id !== move.issue.id) move.message = null;
    return (message) => ({
      subject: followed.get(message.subjectId) ?? null,
      content: moves.get(versionOf(message)) ?? null,
    });
  },
};

/** Public comments on a followed issue. */
export const followedWords: InboxReader = {
  subjectTypes: [IssueType],
  contentTypes: [IssueCommentType],
  async read(ctx, person, messages) {
    const followed = await findFollowed(ctx, person, subjectsOf(messages));
    const comments = await findComments(ctx, shownOf(followed), 'public');
    return (message) => ({
      subject: followed.get(message.subjectId) ?? null,
      content: comments.get(versionOf(message)) ?? null,
    });
  },
};

/** Issues that the person works on. */
export const workedReports: InboxReader = {
  subjectTypes: [IssueType],
  async read(ctx, person, messages) {
    const issues = await findWorked(ctx, person, subjectsOf(messages));
    return ({ subjectId }) => ({ subject: issues.get(subjectId) ?? null, content: null });
  },
};

function subjectsOf(messages: readonly StoredMessage[]): string[] {
  return [...new Set(messages.map(({ subjectId }) => subjectId))];
}

function versionOf({ subjectId, version }: StoredMessage): string {
  return `${subjectId} ${String(version)}`;
}

async function findIssues({ em }: Context, person: string, ids: string[]): Promise<Map<string, Issue>> {
  if (ids.length === 0) return new Map();
  const issues = await em.find(Issue, { id: { $in: ids }, reporter: person }, { refresh: true });
  return byId(issues.map((issue) => seenAs(issue, 'reporter')));
}

/**
 * Public issues by id; instead of a hidden issue the merged issue by which the message reaches the person. A forked
 * entity manager returns copies, because the person may be the reporter of the same issue elsewhere in the answer.
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

/** Ids of the followed issues that are public, so that their content may be shown. */
function shownOf(followed: ReadonlyMap<string, Issue>): string[] {
  return [...followed].filter(([id, issue]) => issue.id === id).map(([id]) => id);
}

/** Issues that the person may work on now: complaints only at an own desk, or as admin of the town. */
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

/** Moves by issue and version. */
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

/**
 * Comments of staff that the audience may read, by issue and number. A forked entity manager returns copies, because
 * one person may be reporter and follower.
 */
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

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** For messages to addresses without an account, which have no inbox. */
export const notShown: InboxReader = {
  subjectTypes: [],
  read: () => Promise.resolve(() => ({ subject: null, content: null })),
};
