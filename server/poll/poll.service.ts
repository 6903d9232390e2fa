import { type FilterQuery, LockMode, ref } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { canPublishIn } from '../group/group.rules.ts';
import { findNamedGroup, readableGroups, standingIn } from '../group/group.service.ts';
import { type Actor, isStaff, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { checkDraft, type CheckedDraft, planOpening, type PollPlace, writeQuestions } from './poll.draft.service.ts';
import { Poll, PollOption, type PollState, Question } from './poll.entity.ts';
import { pollCreated } from './poll.events.ts';
import { findPostFor } from './poll.post.service.ts';
import { canManagePolls, type PollInput } from './poll.rules.ts';
import { readStanding } from './poll.standing.service.ts';

export interface CreatePollInput extends PollInput {
  /** Group that the poll belongs to: the group of the whole town or another one. */
  readonly groupId: string;
  /** Post that contains the poll; the poll opens when the post is published. Null: no post. */
  readonly postId?: string | null;
  /** True: the poll is kept as a draft. Ignored for a poll of a post, which waits for its post. */
  readonly isDraft?: boolean;
  readonly idempotencyKey: string;
}

/**
 * Creates a poll, which opens now or, by a job, at `opensAt`; with an unpublished post it opens with that post. A draft
 * does not open. A repeated call with the same idempotency key returns the first poll.
 */
export function createPoll(ctx: Context, input: CreatePollInput): Promise<Poll> {
  return write(ctx, async (tx) => {
    await findNamedGroup(tx, input.groupId);
    const group = await lockGroup(tx, input.groupId);
    authorize(canManagePolls(tx.actor, group.municipality.id));
    authorize(canPublishIn(tx.actor, group, await standingIn(tx, group.id)), ['groupId']);
    requireModule(await group.municipality.loadOrFail(), 'POLLS');
    const claim = await claimKey(tx, input.idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(Poll, claim.id);
    const post = input.postId == null ? null : await findPostFor(tx, input.postId, group);
    const draft = await checkDraft(tx, input, { group, post });
    const poll = persistPoll(tx, claim.id, { group, post }, draft);
    poll.isDraft = input.isDraft === true && post === null;
    await tx.em.flush();
    await record(tx, pollCreated({ pollId: poll.id, municipalityId: group.municipality.id }));
    if (!poll.isDraft) await planOpening(tx, poll, post);
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
  const poll = tx.em.create(Poll, { id, municipality, group, ...draft.fields, isDraft: false, turnout: 0, version: 1 });
  if (post !== null) poll.post = ref(post);
  tx.em.persist(poll);
  writeQuestions(tx, poll, draft);
  return poll;
}

/** Filter: polls that the actor may see; same rule as `canSeePoll`. */
function visibleTo(actor: Actor, municipalityId: string): FilterQuery<Poll> {
  const published: FilterQuery<Poll> = { isDraft: false, $or: [{ post: null }, { post: { state: 'PUBLISHED' } }] };
  const readable: FilterQuery<Poll> = { group: readableGroups(actor, municipalityId) };
  if (actor.kind !== 'person') return { $and: [published, readable] };
  const forElectors: FilterQuery<Poll> = { electors: { $some: { person: actor.id } } };
  const forReaders: FilterQuery<Poll> = { $and: [published, { $or: [readable, forElectors] }] };
  if (!isStaff(actor, municipalityId)) return forReaders;
  const isInside: FilterQuery<Group> = {
    $or: [{ joinPolicy: { $ne: 'CLOSED' } }, { memberships: { $some: { person: actor.id } } }],
  };
  return { $or: [forReaders, { group: isInside }] };
}

function inState(state: PollState | null, now: Date): FilterQuery<Poll> {
  if (state === 'DRAFT') return { isDraft: true };
  if (state === 'OPEN') return { openedAt: { $ne: null }, closedAt: null, closesAt: { $gt: now } };
  if (state === 'SCHEDULED') return { isDraft: false, openedAt: null, closesAt: { $gt: now } };
  if (state === 'CLOSED') return { isDraft: false, $or: [{ closedAt: { $ne: null } }, { closesAt: { $lte: now } }] };
  return {};
}

type Closing = readonly [closesAt: number, id: string];

function after(position: Closing | undefined): FilterQuery<Poll> {
  if (position === undefined) return {};
  const [closesAt, id] = position;
  const moment = new Date(closesAt);
  return { $or: [{ closesAt: { $lt: moment } }, { closesAt: moment, id: { $lt: id } }] };
}
