import { ref } from '@mikro-orm/core';
import type { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import { isStaff, personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { claimExternalId } from '../kernel/externalId.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { renderMarkdown } from '../kernel/markdown.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { FilesInput } from '../media/media.files.service.ts';
import { requireModule, townOf } from '../municipality/municipality.service.ts';
import { audienceOf, findAudience } from './post.audience.service.ts';
import { Post, type PostRow } from './post.entity.ts';
import { postDrafted } from './post.events.ts';
import { postFiles } from './post.files.service.ts';
import { factsOf, release } from './post.publishing.service.ts';
import {
  bodyLimit,
  canPublishAtAll,
  canReadPost,
  checkMoment,
  checkText,
  type PostText,
  renderText,
} from './post.rules.ts';
import { checkVariants, type PostVariantInput, renderVariants } from './post.variant.rules.ts';

export interface CreatePostInput extends PostText, FilesInput {
  /** Translations of title and text. */
  readonly variants?: readonly PostVariantInput[] | null;
  readonly groupIds: readonly string[];
  /** When the post is published; absent: now. A draft stores the time without being published. */
  readonly publishAt?: Date | null;
  /** When the post leaves feeds and lists; absent: never. */
  readonly expiresAt?: Date | null;
  readonly isDraft: boolean;
  readonly idempotencyKey: string;
  /** Id of the post in the system of the partner, for API keys. */
  readonly externalId?: string | null;
}

/**
 * Creates a post and publishes, schedules, submits or keeps it as a draft in one transaction. A repeated call with the same
 * idempotency key returns the first post. Errors: those of `findAudience` and `OwnedFiles.set`, invalid texts and times, NOT_FOUND if posts
 * are switched off.
 */
export function createPost(ctx: Context, { idempotencyKey, ...input }: CreatePostInput): Promise<Post> {
  return write(ctx, async (tx) => {
    const check = new InputCheck();
    const groups = await findAudience(tx, input.groupIds, check);
    if (!input.isDraft) authorize(canPublishAtAll(tx.actor));
    const claim = await claimKey(tx, idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(Post, claim.id);
    await claimExternalId(tx, input.externalId, 'Post', claim.id);
    const text = checkText(check, input);
    const variants = checkVariants(check, input.variants) ?? [];
    checkMoment(check, input.publishAt, tx.now());
    checkMoment(check, input.expiresAt, input.publishAt ?? tx.now(), 'expiresAt');
    check.done();
    const written = { ...renderText(text), variants: renderVariants(variants) };
    const post = await persistPost(tx, claim.id, groups, {
      ...written,
      publishAt: input.publishAt ?? null,
      expiresAt: input.expiresAt ?? null,
    });
    await postFiles.set(tx, post, input, check);
    check.done();
    if (input.isDraft) await record(tx, postDrafted(factsOf(post)));
    else await release(tx, post, input.publishAt ?? null);
    return post;
  });
}

/** Post by id. Errors: NOT_FOUND, also if the actor may not read the post. */
export async function findPost(ctx: Context, id: string): Promise<Post> {
  const post = await ctx.em.findOne(Post, id);
  if (post === null) throw new DomainError('NOT_FOUND');
  await requireReader(ctx, post);
  return post;
}

/** Checks that the actor may read a post that is already loaded. Errors: NOT_FOUND. */
export async function requireReader(ctx: Context, post: PostRow): Promise<void> {
  authorize(canReadPost(ctx.actor, post, await audienceOf(ctx, post)));
  requireModule(await townOf(ctx, post), 'POSTS');
}

/**
 * Sanitised HTML of a Markdown text. Refused when signed out, because rendering is expensive. Errors: UNAUTHENTICATED,
 * BAD_USER_INPUT above 20,000 characters.
 */
export function previewMarkdown(ctx: Context, text: string): string {
  if (ctx.actor.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED');
  if (text.length > bodyLimit) throw new DomainError('BAD_USER_INPUT', { argument: 'text', limit: bodyLimit });
  return renderMarkdown(text);
}

type Written = Pick<Post, 'title' | 'body' | 'html' | 'excerpt' | 'variants' | 'publishAt' | 'expiresAt'>;

async function persistPost(tx: Tx, id: string, groups: Group[], written: Written): Promise<Post> {
  const [first] = groups;
  if (first === undefined) throw new DomainError('NOT_FOUND'); // cannot happen: findAudience has added NO_AUDIENCE
  requireModule(await first.municipality.loadOrFail(), 'POSTS');
  const author = personId(tx.actor);
  const post = tx.em.create(Post, {
    id,
    ...written,
    groups,
    municipality: first.municipality,
    state: 'DRAFT',
    author: author === null ? null : ref(Person, author),
    partnerKeyId: tx.actor.kind === 'partner' ? tx.actor.keyId : null,
    sender: await findSender(tx, first.municipality.id),
    createdAt: tx.now(),
    updatedAt: tx.now(),
    version: 1,
  });
  await tx.em.persist(post).flush();
  return post;
}

/**
 * Function or name that is shown as sender of the actor's posts; null for people who are not staff: the group is shown.
 */
export async function findSender({ actor, em }: Context, municipalityId: string): Promise<string | null> {
  if (actor.kind !== 'person' || !isStaff(actor, municipalityId)) return null;
  return (await em.findOneOrFail(Person, actor.id)).displayName ?? null;
}

/** SQL condition: the post is published and has not expired; `post` is the SQL expression of its id. */
export function isPublishedSql(post: string): string {
  return `exists (select from post w where w.id = ${post} and w.state = 'PUBLISHED' and w.expired_at is null)`;
}
