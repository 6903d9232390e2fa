import { v7 } from 'uuid';
import type { Group } from '../group/group.entity.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { renderMarkdown } from '../kernel/markdown.ts';
import { InputCheck } from '../kernel/payload.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { audienceOf, findAudience } from './post.audience.service.ts';
import { type Post, PostRevision } from './post.entity.ts';
import { postDrafted, postRevised } from './post.events.ts';
import { factsOf, lockPost, touch } from './post.publishing.service.ts';
import { canEditPost, checkChange, checkText, type PostText } from './post.rules.ts';
import { findPost } from './post.service.ts';

export interface RevisePostInput extends PostText {
  readonly postId: string;
  /** The version the text was written on. */
  readonly version: number;
  /** Other groups, while nobody has read it yet; absent: as they are. */
  readonly groupIds?: readonly string[] | null;
  /** What readers are told; needed once it is published. */
  readonly change?: string | null;
}

class RevisedMeanwhile extends Error {}

/** Of two changes written on the same version one wins; the other is a CONFLICT and gets the post as it is now. */
export async function revisePost(ctx: Context, input: RevisePostInput): Promise<Post> {
  try {
    return await write(ctx, (tx) => reviseNow(tx, input));
  } catch (error) {
    if (!(error instanceof RevisedMeanwhile)) throw error;
    const conflict = { code: 'CONFLICT', message: 'somebody changed it meanwhile', path: ['version'] };
    throw new Refusal(conflict, { post: await findPost(ctx, input.postId) });
  }
}

async function reviseNow(tx: Tx, input: RevisePostInput): Promise<Post> {
  const post = await lockPost(tx, input.postId);
  authorize(canEditPost(tx.actor, post, await audienceOf(tx, post)));
  requireModule(await post.municipality.loadOrFail(), 'POSTS');
  if (post.version !== input.version) throw new RevisedMeanwhile();
  const check = new InputCheck();
  const text = checkText(check, input);
  const groups = await chooseGroups(tx, post, input, check);
  if (post.state === 'PUBLISHED') await revisePublished(tx, post, text, input.change, check);
  else await rewrite(tx, post, text, groups, check);
  return post;
}

/** Readers have seen it: what it said is kept, and they are told what changed. */
async function revisePublished(
  tx: Tx,
  post: Post,
  text: PostText,
  told: string | null | undefined,
  check: InputCheck,
): Promise<void> {
  const change = checkChange(check, told);
  const isNew = text.title !== post.title || text.body !== post.body;
  check.require(isNew, 'NOTHING_CHANGED', 'title and text are as before', 'body');
  check.done();
  const { version, title, body, html } = post;
  const kept = { id: v7(), post, version, title, body, html, change, at: tx.now(), by: personId(tx.actor) };
  tx.em.persist(tx.em.create(PostRevision, kept));
  touch(tx, post);
  Object.assign(post, { ...text, html: renderMarkdown(text.body) });
  await tx.em.flush();
  await record(tx, postRevised({ ...factsOf(post), version: post.version }));
}

async function rewrite(tx: Tx, post: Post, text: PostText, groups: Group[], check: InputCheck): Promise<void> {
  check.done();
  touch(tx, post);
  Object.assign(post, { ...text, html: renderMarkdown(text.body) });
  post.groups.set(groups);
  await tx.em.flush();
  await record(tx, postDrafted(factsOf(post)));
}

/** The groups it will be for. Whom a published post reached cannot be chosen again. */
async function chooseGroups(tx: Tx, post: Post, { groupIds }: RevisePostInput, check: InputCheck): Promise<Group[]> {
  const current = post.groups.getItems();
  if (groupIds == null) return current;
  const isSame = new Set([...groupIds, ...current.map(({ id }) => id)]).size === current.length;
  if (post.state === 'PUBLISHED') {
    check.require(isSame, 'GROUPS_ARE_FIXED', 'it is published in its groups', 'groupIds');
    return current;
  }
  const groups = await findAudience(tx, groupIds, check);
  const isSameTown = groups.every(({ municipality }) => municipality.id === post.municipality.id);
  check.require(isSameTown, 'OTHER_TOWN', 'all groups must be of its town', 'groupIds');
  return groups;
}
