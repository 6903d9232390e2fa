import { LockMode } from '@mikro-orm/core';
import { findReadableGroup } from '../group/group.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import type { Photo } from '../media/media.entity.ts';
import { removePhotos } from '../media/media.service.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { Post } from '../post/post.entity.ts';
import { checkDraft, planOpening, writeQuestions } from './poll.draft.service.ts';
import { Poll, PollOption, Question } from './poll.entity.ts';
import { closeDuePoll, pollRevised } from './poll.events.ts';
import { lockPoll } from './poll.opening.service.ts';
import { canRevisePoll } from './poll.revising.rules.ts';
import type { PollInput } from './poll.rules.ts';
import { findPoll, lockGroup } from './poll.service.ts';

export interface RevisePollInput extends PollInput {
  readonly pollId: string;
  /** Version of the poll that the draft is based on. */
  readonly version: number;
}

class RevisedMeanwhile extends Error {}

/**
 * Replaces texts, questions and rules of a poll that has not opened; group and post stay. Errors: POLL_HAS_OPENED,
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

async function reviseNow(tx: Tx, { pollId, version, ...input }: RevisePollInput): Promise<Poll> {
  const place = await lockPlace(tx, pollId);
  const poll = await lockPoll(tx, pollId);
  await requireModuleIn(tx, poll.municipality.id, 'POLLS');
  authorize(canRevisePoll(tx.actor, poll, tx.now()));
  if (poll.version !== version) throw new RevisedMeanwhile();
  const known = await picturesOf(tx, pollId);
  const draft = await checkDraft(tx, input, place, known);
  const closedBefore = poll.closesAt.getTime();
  await dropQuestions(tx, pollId);
  Object.assign(poll, draft.fields, { version: version + 1 });
  writeQuestions(tx, poll, draft);
  await tx.em.flush();
  const unused = [...known.values()].filter(({ id }) => !isUsed(input, id));
  if (unused.length > 0) await removePhotos(tx, unused);
  await record(tx, pollRevised({ pollId, municipalityId: poll.municipality.id }));
  await planOpening(tx, poll, place.post);
  if (poll.closesAt.getTime() !== closedBefore)
    await enqueue(tx, closeDuePoll, { pollId }, { startAfter: poll.closesAt });
  return poll;
}

/** Locks group and post before the poll: all transactions lock in this order, which prevents deadlocks. */
async function lockPlace(tx: Tx, pollId: string) {
  const known = await tx.em.findOne(Poll, pollId);
  if (known === null) throw new DomainError('NOT_FOUND');
  await findReadableGroup(tx, known.group.id);
  const group = await lockGroup(tx, known.group.id);
  const held = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const post = known.post == null ? null : await tx.em.findOneOrFail(Post, known.post.id, held);
  return { group, post };
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
