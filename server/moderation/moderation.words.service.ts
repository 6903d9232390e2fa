import { LockMode } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Role } from '../identity/identity.entity.ts';
import { hideIdea } from '../idea/idea.hiding.service.ts';
import { Idea, type IdeaRow } from '../idea/idea.entity.ts';
import { findIdea } from '../idea/idea.reading.service.ts';
import { isShown } from '../idea/idea.rules.ts';
import { listAnswers } from '../issue/category/issue.question.service.ts';
import { Issue, type IssueRow } from '../issue/issue.entity.ts';
import { findIssue } from '../issue/issue.service.ts';
import { wordsFor } from '../issue/issue.visibility.rules.ts';
import { setAside } from '../issue/settings/issue.flag.service.ts';
import type { Context, Tx } from '../kernel/context.ts';
import { groupsOf } from '../post/post.reading.service.ts';
import type { PostRow } from '../post/post.entity.ts';
import { lockPost, withdrawNow } from '../post/post.publishing.service.ts';
import { findPost } from '../post/post.service.ts';
import type { WordKind } from './moderation.entity.ts';
import type { Words } from './moderation.rules.ts';

/** Words with their text as everybody reads it. */
export interface QuotedWords extends Words {
  readonly quote: string;
}

/** Global types of the objects. */
export const typeOf: Readonly<Record<WordKind, 'Issue' | 'Idea' | 'Post'>> = {
  ISSUE: 'Issue',
  IDEA: 'Idea',
  POST: 'Post',
};

/** A report: its reporter wrote it, and the town hall shows it to everybody. */
export function wordsOfIssue({ id, municipality, reporter, isPublic, seenBy }: IssueRow): Words {
  const own = { authorId: reporter?.id ?? null, isOwn: seenBy === 'reporter' };
  return { kind: 'ISSUE', objectId: id, municipalityId: municipality.id, isPublic, ...own };
}

/** An idea that was opened. Nobody outside reads a CLOSED group, which settles such matters itself. */
export async function wordsOfIdea({ em }: Context, idea: IdeaRow): Promise<Words> {
  const group = await em.findOneOrFail(Group, idea.group.id);
  const isPublic = isShown(idea) && group.joinPolicy !== 'CLOSED';
  const authorId = idea.author?.id ?? null;
  return { kind: 'IDEA', objectId: idea.id, municipalityId: idea.municipality.id, authorId, isPublic };
}

/** A published post, written by a member of a group who does not work in the town hall. */
export async function wordsOfPost(ctx: Context, post: PostRow): Promise<Words> {
  const authorId = post.author?.id ?? null;
  const municipalityId = post.municipality.id;
  const groups = await groupsOf(ctx, post);
  const isOpen = post.state === 'PUBLISHED' && groups.some(({ joinPolicy }) => joinPolicy !== 'CLOSED');
  const isCitizens = authorId !== null && !(await worksFor(ctx, authorId, municipalityId));
  return { kind: 'POST', objectId: post.id, municipalityId, authorId, isPublic: isOpen && isCitizens };
}

async function worksFor({ em }: Context, person: string, municipality: string): Promise<boolean> {
  return (await em.count(Role, { person, municipality })) > 0;
}

/** The words of an object that the actor may read. Errors: NOT_FOUND. */
export function findWords(ctx: Context, kind: WordKind, id: string): Promise<QuotedWords> {
  return readers[kind](ctx, id);
}

const readers: Readonly<Record<WordKind, (ctx: Context, id: string) => Promise<QuotedWords>>> = {
  ISSUE: async (ctx, id) => {
    const issue = await findIssue(ctx, id);
    const answers = (await listAnswers(ctx, issue)).filter(({ isPublic }) => isPublic);
    const lines = [issue.text, ...answers.map(({ label, value }) => `${label}: ${value}`)];
    return { ...wordsOfIssue(issue), quote: wordsFor('public', lines.join('\n')).trim() };
  },
  IDEA: async (ctx, id) => {
    const idea = await findIdea(ctx, id);
    return { ...(await wordsOfIdea(ctx, idea)), quote: `${idea.title}\n\n${idea.text}` };
  },
  POST: async (ctx, id) => {
    const post = await findPost(ctx, id);
    return { ...(await wordsOfPost(ctx, post)), quote: `${post.title}\n\n${post.body}` };
  },
};

/**
 * Hides the words from everybody but their author and the town hall, in the way of their domain: a report is set aside, a
 * post is withdrawn. Callers authorize the actor.
 */
export function hideWords(tx: Tx, kind: WordKind, id: string, statement: string): Promise<void> {
  return hiders[kind](tx, id, statement);
}

const hiders: Readonly<Record<WordKind, (tx: Tx, id: string, statement: string) => Promise<void>>> = {
  ISSUE: async (tx, id, statement) => {
    const issue = await tx.em.findOneOrFail(Issue, id, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    await setAside(tx, issue, { flag: 'HIDDEN', reason: statement });
  },
  IDEA: async (tx, id) => {
    const idea = await tx.em.findOneOrFail(Idea, id, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    await hideIdea(tx, idea);
  },
  POST: async (tx, id, statement) => {
    const post = await lockPost(tx, id);
    if (post.state !== 'WITHDRAWN') await withdrawNow(tx, post, statement);
  },
};
