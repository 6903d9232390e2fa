import { LockMode, ref } from '@mikro-orm/core';
import type { Group } from '../group/group.entity.ts';
import { canPublishIn } from '../group/group.rules.ts';
import { findNamedGroup, findReadableGroup, standingIn } from '../group/group.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import type { Photo } from '../media/media.entity.ts';
import { removePhotos } from '../media/media.service.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { Post } from '../post/post.entity.ts';
import { checkDraft, planOpening, type PollPlace, writeQuestions } from './poll.draft.service.ts';
import { Poll, PollOption, Question } from './poll.entity.ts';
import { pollDiscarded, pollRevised } from './poll.events.ts';
import { lockPoll } from './poll.opening.service.ts';
import { findPostFor } from './poll.post.service.ts';
import { canRevisePoll } from './poll.revising.rules.ts';
import type { PollInput } from './poll.rules.ts';
import { findPoll, lockGroup } from './poll.service.ts';

export interface RevisePollInput extends PollInput {
  readonly pollId: string;
  /** New group; null: unchanged. */
  readonly groupId?: string | null;
  /** Post that contains the poll from now on; null: unchanged. */
  readonly postId?: string | null;
  /** True: the poll stays or becomes a draft. Ignored for a poll of a post, which waits for its post. */
  readonly isDraft?: boolean;
  /** Version of the poll that the draft is based on. */
  readonly version: number;
}

class RevisedMeanwhile extends Error {}

/**
 * Replaces texts, questions and rules of a poll that has not opened, and starts a draft. Errors: POLL_HAS_OPENED,
 * POLL_IS_CLOSED, those of createPoll, and CONFLICT with the current poll if the poll changed after `version`.
 */
export async function revisePoll(ctx: Context, input: RevisePollInput): Promise<Poll> {
  try {
    return await write(ctx, (tx) => reviseNow(tx, input));
  } catch (error) {
    if (!(error instanceof RevisedMeanwhile)) throw error;
    throw new Refusal(
      { code: 'CONFLICT', message: 'somebody changed it meanwhile', path: ['version'] },
      { poll: await findPoll(ctx, input.pollId) },
    );
  }
}

async function reviseNow(tx: Tx, { pollId, version, groupId, postId, ...input }: RevisePollInput): Promise<Poll> {
  const place = await lockPlace(tx, pollId, { groupId, postId });
  const poll = await lockPoll(tx, pollId);
  await requireModuleIn(tx, poll.municipality.id, 'POLLS');
  authorize(canRevisePoll(tx.actor, poll, tx.now()));
  if (poll.version !== version) throw new RevisedMeanwhile();
  const known = await picturesOf(tx, pollId);
  const draft = await checkDraft(tx, input, place, known);
  await dropQuestions(tx, pollId);
  const isDraft = input.isDraft === true && place.post === null;
  Object.assign(poll, draft.fields, { isDraft, version: version + 1, group: ref(place.group) });
  if (place.post !== null) poll.post = ref(place.post);
  writeQuestions(tx, poll, draft);
  await tx.em.flush();
  const unused = [...known.values()].filter(({ id }) => !isUsed(input, id));
  if (unused.length > 0) await removePhotos(tx, unused);
  await record(tx, pollRevised({ pollId, municipalityId: poll.municipality.id }));
  if (!isDraft) await planOpening(tx, poll, place.post);
  return poll;
}

/** Deletes a poll that has not opened. Errors: NOT_FOUND, FORBIDDEN, POLL_HAS_OPENED, POLL_IS_CLOSED. */
export function discardPoll(ctx: Context, pollId: string): Promise<void> {
  return write(ctx, async (tx) => {
    const { municipality } = (await lockPlace(tx, pollId, {})).group;
    const poll = await lockPoll(tx, pollId);
    await requireModuleIn(tx, municipality.id, 'POLLS');
    authorize(canRevisePoll(tx.actor, poll, tx.now()));
    const pictures = await picturesOf(tx, pollId);
    await dropQuestions(tx, pollId);
    await tx.em.nativeDelete(Poll, { id: pollId });
    if (pictures.size > 0) await removePhotos(tx, [...pictures.values()]);
    await record(tx, pollDiscarded({ pollId, municipalityId: municipality.id }));
  });
}

/** Group and post to which a poll moves; null or absent: unchanged. */
type Move = Pick<RevisePollInput, 'groupId' | 'postId'>;

/**
 * Locks the future group and post before the poll: all transactions lock in this order, which prevents deadlocks. User
 * errors: UNKNOWN_GROUP, MAY_NOT_PUBLISH, and those of `findPostFor`.
 */
async function lockPlace(tx: Tx, pollId: string, { groupId, postId }: Move): Promise<PollPlace> {
  const known = await tx.em.findOne(Poll, pollId);
  if (known === null) throw new DomainError('NOT_FOUND');
  await findReadableGroup(tx, known.group.id);
  const group = await lockNewGroup(tx, known, groupId);
  const isNew = postId != null && postId !== known.post?.id;
  if (isNew && known.post != null) throw refusal('UNKNOWN_POST', 'postId');
  const ofPost = isNew ? postId : known.post?.id;
  if (ofPost == null) return { group, post: null };
  if (isNew || group.id !== known.group.id) return { group, post: await findPostFor(tx, ofPost, group, pollId) };
  const held = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  return { group, post: await tx.em.findOneOrFail(Post, ofPost, held) };
}

/** Locks the group of the poll, or the new one, which must be of the same town and open to the actor's polls. */
async function lockNewGroup(tx: Tx, { group, municipality }: Poll, groupId: string | null | undefined): Promise<Group> {
  if (groupId == null || groupId === group.id) return lockGroup(tx, group.id);
  await findNamedGroup(tx, groupId);
  const chosen = await lockGroup(tx, groupId);
  if (chosen.municipality.id !== municipality.id) throw refusal('UNKNOWN_GROUP', 'groupId');
  authorize(canPublishIn(tx.actor, chosen, await standingIn(tx, groupId)), ['groupId']);
  return chosen;
}

async function picturesOf(tx: Tx, pollId: string): Promise<ReadonlyMap<string, Photo>> {
  const shown = { question: { poll: pollId }, picture: { $ne: null } };
  const options = await tx.em.find(PollOption, shown, { populate: ['picture'] });
  const photos = options.flatMap(({ picture }) => picture?.getEntity() ?? []);
  return new Map(photos.map((photo) => [photo.id, photo]));
}

/** Deletes questions and options, which are created anew: before the opening no vote refers to them. */
async function dropQuestions(tx: Tx, pollId: string): Promise<void> {
  const questions = await tx.em.find(Question, { poll: pollId });
  const ids = questions.map(({ id }) => id);
  await tx.em.nativeDelete(PollOption, { question: { $in: ids } });
  await tx.em.nativeDelete(Question, { id: { $in: ids } });
}

function isUsed({ questions }: PollInput, photoId: string): boolean {
  return questions.some(({ pictures }) => pictures?.includes(photoId) === true);
}
