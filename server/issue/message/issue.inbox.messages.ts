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

/* What the inbox shows. The person decides, not the roles: an inbox holds what somebody gets as a citizen, and beside it
 * only what runs out of time at the person's own desk. */

/** Steps of an own report. */
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

/** Words of the town hall to the reporter. */
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

/** An own report and nothing else. */
export const ownReport: InboxReader = {
  subjectTypes: [IssueType],
  async read(ctx, person, messages) {
    const issues = await findIssues(ctx, person, subjectsOf(messages));
    return ({ subjectId }) => ({ subject: issues.get(subjectId) ?? null, content: null });
  },
};

/** Steps of a report that the person follows; of a hidden one the step without its message. */
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

/** Words for everybody about a report that the person follows. */
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

/** Reports that the person works on. */
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

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
