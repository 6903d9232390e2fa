import { type FilterQuery, LockMode, ref } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { findNamedGroup } from '../group/group.service.ts';
import { type Actor, isStaff, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { enqueue } from '../kernel/jobs.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { checkDraft, type CheckedDraft, planOpening, type PollPlace, writeQuestions } from './poll.draft.service.ts';
import { Poll, PollOption, type PollState, Question } from './poll.entity.ts';
import { closeDuePoll, pollCreated } from './poll.events.ts';
import { findPostFor } from './poll.post.service.ts';
import { canManagePolls, type PollInput } from './poll.rules.ts';
import { readStanding } from './poll.standing.service.ts';

export interface CreatePollInput extends PollInput {
  /** Group that the poll belongs to: the group of the whole town or another one. */
  readonly groupId: string;
  /** Post that contains the poll; the poll opens when the post is published. Null: no post. */
  readonly postId?: string | null;
  readonly idempotencyKey: string;
}

/**
 * Creates a poll, which opens now or, by a job, at `opensAt`; with an unpublished post it opens with that post. A
 * repeated call with the same idempotency key returns the first poll.
 */
export function createPoll(ctx: Context, input: CreatePollInput): Promise<Poll> {
  return write(ctx, async (tx) => {
    await findNamedGroup(tx, input.groupId);
    const group = await lockGroup(tx, input.groupId);
    authorize(canManagePolls(tx.actor, group.municipality.id));
    requireModule(await group.municipality.loadOrFail(), 'POLLS');
    const claim = await claimKey(tx, input.idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(Poll, claim.id);
    const post = input.postId == null ? null : await findPostFor(tx, input.postId, group);
    const draft = await checkDraft(tx, input, { group, post });
    const poll = persistPoll(tx, claim.id, { group, post }, draft);
    await tx.em.flush();
    await record(tx, pollCreated({ pollId: poll.id, municipalityId: group.municipality.id }));
    await planOpening(tx, poll, post);
    await enqueue(tx, closeDuePoll, { pollId: poll.id }, { startAfter: poll.closesAt });
    return poll;
  });
}

/** Poll by id. Errors: NOT_FOUND, also if the actor may neither see the group of the poll nor vote in the poll. */
export async function findPoll(ctx: Context, id: string): Promise<Poll> {
  const poll = await ctx.em.findOne(Poll, id);
  if (poll === null) throw new DomainError('NOT_FOUND');
  if (ctx.actor.kind !== 'system') await readStanding(ctx, id);
  return poll;
}

/** Question by id; null: unknown. Errors: NOT_FOUND if the actor may not see the poll. */
export async function findQuestion(ctx: Context, id: string): Promise<Question | null> {
  const question = await ctx.em.findOne(Question, id);
  if (question !== null) await findPoll(ctx, question.poll.id);
  return question;
}

/** Option by id; null: unknown. Errors: NOT_FOUND if the actor may not see the poll. */
export async function findOption(ctx: Context, id: string): Promise<PollOption | null> {
  const option = await ctx.em.findOne(PollOption, id);
  if (option !== null) await findQuestion(ctx, option.question.id);
  return option;
}

/** Page of the polls of a municipality that the viewer may see, ordered by `closesAt`, latest first. */
export function listPolls(
  ctx: Context,
  municipality: MunicipalityRow,
  state: PollState | null,
  page: PageArgs,
): Promise<Connection<Poll>> {
  authorize(withinScope(ctx.actor, municipality.id, 'polls:read'));
  requireModule(municipality, 'POLLS');
  const now = ctx.now();
  const listed: FilterQuery<Poll> = {
    $and: [{ municipality: municipality.id }, visibleTo(ctx.actor, municipality.id), inState(state, now)],
  };
  return readPage(ctx, page, {
    scope: `polls:${municipality.id}:${String(state)}`,
    count: () => ctx.em.count(Poll, listed),
    positionOf: ({ closesAt, id }): Closing => [closesAt.getTime(), id],
    load: (limit, position) =>
      ctx.em.find(
        Poll,
        { $and: [listed, after(position)] },
        { limit, orderBy: [{ closesAt: 'desc' }, { id: 'desc' }] },
      ),
  });
}

/** Locks the group until the commit, so that it does not become non-public while a poll for everybody is created. */
export function lockGroup({ em }: Tx, id: string): Promise<Group> {
  return em.findOneOrFail(Group, id, { lockMode: LockMode.PESSIMISTIC_READ, refresh: true });
}

function persistPoll(tx: Tx, id: string, { group, post }: PollPlace, draft: CheckedDraft): Poll {
  const { municipality } = group;
  const poll = tx.em.create(Poll, { id, municipality, group, ...draft.fields, turnout: 0, version: 1 });
  if (post !== null) poll.post = ref(post);
  tx.em.persist(poll);
  writeQuestions(tx, poll, draft);
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
