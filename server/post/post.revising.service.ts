import { v7 } from 'uuid';
import { needsReview } from '../group/group.review.rules.ts';
import { endReview, noteSubmission } from '../group/group.review.service.ts';
import type { Group } from '../group/group.entity.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { FilesInput } from '../media/media.files.service.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { audienceOf, findAudience } from './post.audience.service.ts';
import { type Post, type PostProposal, PostRevision } from './post.entity.ts';
import { postDrafted, postProposalDropped, postRevised, postSubmitted, postTranslated } from './post.events.ts';
import { postFiles } from './post.files.service.ts';
import { factsOf, lockPost, submit, touch } from './post.publishing.service.ts';
import { canEditPost, checkChange, checkText, type PostText, renderText } from './post.rules.ts';
import { findPost } from './post.service.ts';
import { areSameVariants, checkVariants, type PostVariantInput, renderVariants } from './post.variant.rules.ts';

export interface RevisePostInput extends PostText, FilesInput {
  readonly postId: string;
  /** Version of the post that the change is based on. */
  readonly version: number;
  /** All translations; absent: unchanged, which is allowed only if the text does not change. */
  readonly variants?: readonly PostVariantInput[] | null;
  /** New groups, only before publication; absent: unchanged. */
  readonly groupIds?: readonly string[] | null;
  /** Note about the change for readers; required if the text of a published post changes. */
  readonly change?: string | null;
}

class RevisedMeanwhile extends Error {}

/**
 * Changes text, translations, files or groups of a post. In groups that need a review, new wording of a published post waits
 * as a proposal, and a changed scheduled post is submitted again. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, POST_IS_WITHDRAWN,
 * POST_IS_PUBLISHED and POST_IN_REVIEW (for keys), VARIANTS_OUTDATED, NOTHING_CHANGED, GROUPS_ARE_FIXED, FILES_ARE_FIXED, those of `findAudience` and `OwnedFiles.set`, and
 * CONFLICT with the current post if the post changed after `version`.
 */
export async function revisePost(ctx: Context, input: RevisePostInput): Promise<Post> {
  try {
    return await write(ctx, (tx) => reviseNow(tx, input));
  } catch (error) {
    if (!(error instanceof RevisedMeanwhile)) throw error;
    throw new Refusal(
      { code: 'CONFLICT', message: 'somebody changed it meanwhile', path: ['version'] },
      { post: await findPost(ctx, input.postId) },
    );
  }
}

async function reviseNow(tx: Tx, input: RevisePostInput): Promise<Post> {
  const post = await lockPost(tx, input.postId);
  authorize(canEditPost(tx.actor, post, await audienceOf(tx, post)));
  requireModule(await post.municipality.loadOrFail(), 'POSTS');
  if (post.version !== input.version) throw new RevisedMeanwhile();
  const check = new InputCheck();
  const text = checkText(check, input);
  const variants = checkVariants(check, input.variants);
  const groups = await chooseGroups(tx, post, input, check);
  const isNew = text.title !== post.title || text.body !== post.body;
  const isStale = isNew && variants === undefined && (post.variants ?? []).length > 0;
  check.require(!isStale, 'VARIANTS_OUTDATED', 'other languages would say what it said before', 'variants');
  const areFilesNew = await postFiles.set(tx, post, input, check);
  const said = { text, variants: variants ?? post.variants ?? [] };
  if (post.state !== 'PUBLISHED') await rewrite(tx, post, said, groups, check);
  else if (needsReview(groups)) {
    check.require(!areFilesNew, 'FILES_ARE_FIXED', 'only new wording can be proposed', 'pictures');
    await propose(tx, post, said, { isNew, change: input.change }, check);
  } else if (isNew) await revisePublished(tx, post, said, input.change, check);
  else await translate(tx, post, said, areFilesNew, check);
  return post;
}

interface Change {
  /** Whether title or text differ from what is published. */
  readonly isNew: boolean;
  readonly change: string | null | undefined;
}

/**
 * Stores new wording of a published post until a reviewer decides; readers see the published wording. A later proposal
 * replaces an earlier one. The published wording takes the proposal back.
 */
async function propose(tx: Tx, post: Post, said: Said, { isNew, change }: Change, check: InputCheck): Promise<void> {
  const isSame = !isNew && areSameVariants(said.variants, post.variants ?? []);
  check.require(!isSame || post.proposal != null, 'NOTHING_CHANGED', 'title and text are as before', 'body');
  const note = isNew ? checkChange(check, change) : null;
  check.done();
  touch(tx, post);
  if (isSame) {
    endReview(post);
    post.returnedBecause = null;
    await tx.em.flush();
    await record(tx, postProposalDropped(factsOf(post)));
    return;
  }
  post.proposal = { ...renderText(said.text), variants: renderVariants(said.variants), change: note };
  noteSubmission(tx, post);
  await tx.em.flush();
  await record(tx, postSubmitted({ ...factsOf(post), version: post.version, isChange: true }));
}

/** Publishes an approved proposal: readers see the new wording and, if title or text changed, get a message. */
export async function applyProposal(tx: Tx, post: Post, proposal: PostProposal): Promise<void> {
  const said = { text: proposal, variants: proposal.variants };
  if (proposal.change === null) await retranslate(tx, post, said);
  else await replaceWording(tx, post, said, { change: proposal.change, by: post.submittedBy?.id ?? null });
}

interface Said {
  readonly text: PostText;
  readonly variants: readonly PostVariantInput[];
}

/** Changes the text of a published post: keeps the old text as a revision and records the event that sends messages. */
async function revisePublished(
  tx: Tx,
  post: Post,
  said: Said,
  told: string | null | undefined,
  check: InputCheck,
): Promise<void> {
  const change = checkChange(check, told);
  check.done();
  await replaceWording(tx, post, said, { change, by: personId(tx.actor) });
}

interface Revision {
  readonly change: string;
  /** Person who wrote the new text; null: unknown. */
  readonly by: string | null;
}

async function replaceWording(tx: Tx, post: Post, said: Said, { change, by }: Revision): Promise<void> {
  const { version, title, body, html } = post;
  const kept = { id: v7(), post, version, title, body, html, change, at: tx.now(), by };
  tx.em.persist(tx.em.create(PostRevision, kept));
  endReview(post);
  await say(tx, post, said);
  await record(tx, postRevised({ ...factsOf(post), version: post.version }));
}

/** Changes only translations and files of a published post; no revision is kept and no message is sent. */
async function translate(tx: Tx, post: Post, said: Said, areFilesNew: boolean, check: InputCheck): Promise<void> {
  const isSame = !areFilesNew && areSameVariants(said.variants, post.variants ?? []);
  check.require(!isSame, 'NOTHING_CHANGED', 'title and text are as before', 'body');
  check.done();
  await retranslate(tx, post, said);
}

async function retranslate(tx: Tx, post: Post, said: Said): Promise<void> {
  endReview(post);
  await say(tx, post, said);
  await record(tx, postTranslated({ ...factsOf(post), version: post.version }));
}

/**
 * Changes a post that is not published. An approval counts for exactly the approved wording, so that a scheduled post of a
 * group that needs a review waits again.
 */
async function rewrite(tx: Tx, post: Post, said: Said, groups: Group[], check: InputCheck): Promise<void> {
  check.done();
  post.groups.set(groups);
  post.approvedAt = null;
  await say(tx, post, said);
  const isWaiting = post.state === 'IN_REVIEW' || (post.state === 'SCHEDULED' && needsReview(groups));
  await (isWaiting ? submit(tx, post) : record(tx, postDrafted(factsOf(post))));
}

async function say(tx: Tx, post: Post, { text, variants }: Said): Promise<void> {
  touch(tx, post);
  Object.assign(post, { ...renderText(text), variants: renderVariants(variants) });
  await tx.em.flush();
}

/**
 * Groups of the post after the change; adds GROUPS_ARE_FIXED to `check` if the groups of a published post would change.
 */
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
