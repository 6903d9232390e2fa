import { type FilterQuery, LockMode, ref } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { Group } from '../group/group.entity.ts';
import { findReadableGroup } from '../group/group.service.ts';
import { type Actor, isStaff, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { enqueue } from '../kernel/jobs.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import type { Post } from '../post/post.entity.ts';
import { Poll, PollOption, type PollState, Question } from './poll.entity.ts';
import { closeDuePoll, openDuePoll, pollCreated } from './poll.events.ts';
import { openNow } from './poll.opening.service.ts';
import { findPostFor } from './poll.post.service.ts';
import { type Pictures, takePictures } from './poll.picture.service.ts';
import { readStanding } from './poll.standing.service.ts';
import { canManagePolls, checkPoll, choiceLimits, type PollInput } from './poll.rules.ts';
import { trimVariants } from './poll.variant.rules.ts';

export interface CreatePollInput extends PollInput {
  /** Whose poll it is: the town's own group or another. */
  readonly groupId: string;
  /** The post it is part of: it opens when that is published. */
  readonly postId?: string | null;
  readonly idempotencyKey: string;
}

/** Opens at once unless `opensAt` lies ahead; jobs open and close it by the clock. */
export function createPoll(ctx: Context, input: CreatePollInput): Promise<Poll> {
  return write(ctx, async (tx) => {
    await findReadableGroup(tx, input.groupId);
    const group = await holdGroup(tx, input.groupId);
    authorize(canManagePolls(tx.actor, group.municipality.id));
    requireModule(await group.municipality.loadOrFail(), 'POLLS');
    const claim = await claimKey(tx, input.idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(Poll, claim.id);
    const post = input.postId == null ? null : await findPostFor(tx, input.postId, group);
    const planned = withPost(input, post);
    checkPoll(planned, group.joinPolicy === 'OPEN', tx.now());
    const pictures = await takePictures(tx, planned.questions, group.municipality.id);
    const poll = persistPoll(tx, claim.id, group, planned, pictures);
    if (post !== null) poll.post = ref(post);
    await tx.em.flush();
    await record(tx, pollCreated({ pollId: poll.id, municipalityId: group.municipality.id }));
    if (post === null || post.state === 'PUBLISHED') await planOpening(tx, poll);
    await enqueue(tx, closeDuePoll, { pollId: poll.id }, { startAfter: poll.closesAt });
    return poll;
  });
}

/** The poll, if the actor may see its group or may vote in it; NOT_FOUND otherwise. */
export async function findPoll(ctx: Context, id: string): Promise<Poll> {
  const poll = await ctx.em.findOne(Poll, id);
  if (poll === null) throw new DomainError('NOT_FOUND');
  if (ctx.actor.kind !== 'system') await readStanding(ctx, id);
  return poll;
}

export async function findQuestion(ctx: Context, id: string): Promise<Question | null> {
  const question = await ctx.em.findOne(Question, id);
  if (question !== null) await findPoll(ctx, question.poll.id);
  return question;
}

export async function findOption(ctx: Context, id: string): Promise<PollOption | null> {
  const option = await ctx.em.findOne(PollOption, id);
  if (option !== null) await findQuestion(ctx, option.question.id);
  return option;
}

/** Polls of the groups the viewer may see; the last to close first. */
export function listPolls(
  ctx: Context,
  municipality: MunicipalityRow,
  state: PollState | null,
  page: PageArgs,
): Promise<Connection<Poll>> {
  authorize(withinScope(ctx.actor, municipality.id, 'polls:read'));
  requireModule(municipality, 'POLLS');
  const now = ctx.now();
  return readPage(ctx, page, {
    scope: `polls:${municipality.id}:${String(state)}`,
    positionOf: ({ closesAt, id }): Closing => [closesAt.getTime(), id],
    load: (limit, position) =>
      ctx.em.find(
        Poll,
        {
          $and: [
            { municipality: municipality.id },
            visibleTo(ctx.actor, municipality.id),
            inState(state, now),
            after(position),
          ],
        },
        { limit, orderBy: [{ closesAt: 'desc' }, { id: 'desc' }] },
      ),
  });
}

/** As it is now and until the commit: nobody closes a group while it gets a poll for everybody. */
function holdGroup({ em }: Tx, id: string): Promise<Group> {
  return em.findOneOrFail(Group, id, { lockMode: LockMode.PESSIMISTIC_READ, refresh: true });
}

/** A poll has no opening of its own while its post waits: it opens when that is published. */
function withPost(input: CreatePollInput, post: Post | null): CreatePollInput {
  if (post === null || post.state === 'PUBLISHED') return input;
  if (input.opensAt == null) return { ...input, opensAt: post.publishAt ?? null };
  throw new Refusal({ code: 'OPENS_WITH_POST', message: 'it opens when its post is published', path: ['opensAt'] });
}

async function planOpening(tx: Tx, poll: Poll): Promise<void> {
  if (poll.opensAt <= tx.now()) await openNow(tx, poll);
  else await enqueue(tx, openDuePoll, { pollId: poll.id }, { startAfter: poll.opensAt });
}

function persistPoll(tx: Tx, id: string, group: Group, input: CreatePollInput, pictures: Pictures): Poll {
  const { questions, description, opensAt, ...rules } = input;
  const poll = tx.em.create(Poll, {
    id,
    municipality: group.municipality,
    group,
    title: input.title.trim(),
    description: description?.trim() || null,
    variants: trimVariants(rules.variants ?? []),
    opensAt: opensAt ?? tx.now(),
    closesAt: rules.closesAt,
    resultsVisibility: rules.resultsVisibility,
    eligibility: rules.eligibility,
    changeAllowed: rules.changeAllowed,
    secrecy: rules.secrecy ?? 'EVERYDAY',
    turnout: 0,
  });
  tx.em.persist(poll);
  questions.forEach((question, position) => {
    const [minChoices, maxChoices] = choiceLimits(question);
    const { text, kind } = question;
    const optionOrder = question.optionOrder ?? 'FIXED';
    const limits = { minChoices, maxChoices, optionOrder };
    const row = tx.em.create(Question, { id: v7(), poll, position, text: text.trim(), kind, ...limits });
    tx.em.persist(row);
    question.options.forEach((label, at) => {
      const picture = pictures.get(question.pictures?.[at] ?? '') ?? null;
      const option = { id: v7(), question: row, position: at, label: label.trim(), picture, votes: 0 };
      tx.em.persist(tx.em.create(PollOption, option));
    });
  });
  return poll;
}

function visibleTo(actor: Actor, municipalityId: string): FilterQuery<Poll> {
  if (isStaff(actor, municipalityId)) return {};
  const published: FilterQuery<Poll> = { $or: [{ post: null }, { post: { state: 'PUBLISHED' } }] };
  const open = { group: { joinPolicy: 'OPEN' } } satisfies FilterQuery<Poll>;
  if (actor.kind !== 'person') return { $and: [published, open] };
  const own = { $or: [open, { group: { memberships: { person: actor.id } } }, { electors: { person: actor.id } }] };
  return { $and: [published, own] };
}

function inState(state: PollState | null, now: Date): FilterQuery<Poll> {
  if (state === 'OPEN') return { openedAt: { $ne: null }, closedAt: null, closesAt: { $gt: now } };
  if (state === 'SCHEDULED') return { openedAt: null, closesAt: { $gt: now } };
  if (state === 'CLOSED') return { $or: [{ closedAt: { $ne: null } }, { closesAt: { $lte: now } }] };
  return {};
}

type Closing = readonly [closesAt: number, id: string];

function after(position: Closing | undefined): FilterQuery<Poll> {
  if (position === undefined) return {};
  const [closesAt, id] = position;
  const moment = new Date(closesAt);
  return { $or: [{ closesAt: { $lt: moment } }, { closesAt: moment, id: { $lt: id } }] };
}
