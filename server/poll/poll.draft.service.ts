import { v7 } from 'uuid';
import type { Group } from '../group/group.entity.ts';
import { isReachable, servicesOf } from '../identity/identity.oidc.rules.ts';
import { Refusal } from '../kernel/errors.ts';
import type { Tx } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import type { Post } from '../post/post.entity.ts';
import { type Poll, PollOption, Question } from './poll.entity.ts';
import { closeDuePoll, openDuePoll } from './poll.events.ts';
import { openNow } from './poll.opening.service.ts';
import { type Pictures, takePictures } from './poll.picture.service.ts';
import { checkPoll, choiceLimits, type PollInput, type QuestionInput } from './poll.rules.ts';
import { trimVariants } from './poll.variant.rules.ts';

/** Group and post that a poll belongs to. */
export interface PollPlace {
  readonly group: Group;
  /** Post that contains the poll; null: the poll has no post. */
  readonly post: Post | null;
}

/** Draft of a poll after all its checks have passed; nothing is written before. */
export interface CheckedDraft {
  readonly fields: ReturnType<typeof fieldsOf>;
  readonly questions: readonly QuestionInput[];
  readonly pictures: Pictures;
}

/** Checks a draft and takes its pictures. `kept` has the pictures that the poll already has, by id. */
export async function checkDraft(
  tx: Tx,
  input: PollInput,
  { group, post }: PollPlace,
  kept: Pictures = new Map(),
): Promise<CheckedDraft> {
  const planned = { ...input, opensAt: openingOf(input, post) };
  checkPoll(planned, group.joinPolicy === 'OPEN', tx.now());
  await checkReach(tx, input, group);
  const pictures = await takePictures(tx, planned.questions, group.municipality.id, kept);
  return { fields: fieldsOf(planned, tx.now()), questions: planned.questions, pictures };
}

/** Refuses an assurance level that no identity service of the town can prove, because nobody could vote. */
async function checkReach({ config }: Tx, { assurance = 'BASIC' }: PollInput, group: Group): Promise<void> {
  const { ags } = await group.municipality.loadOrFail();
  if (isReachable(servicesOf(config.identityServices, ags), assurance)) return;
  const message = 'no identity service of this town tells that level';
  throw new Refusal({ code: 'ASSURANCE_UNREACHABLE', message, path: ['assurance'] });
}

/** Creates questions and options of a checked draft; the caller flushes. */
export function writeQuestions(tx: Tx, poll: Poll, { questions, pictures }: CheckedDraft): void {
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
}

/**
 * Plans the close of the poll, and opens it now if `opensAt` has passed, otherwise by a job; with an unpublished post,
 * the post's publication opens it.
 */
export async function planOpening(tx: Tx, poll: Poll, post: Post | null): Promise<void> {
  await enqueue(tx, closeDuePoll, { pollId: poll.id }, { startAfter: poll.closesAt });
  if (post !== null && post.state !== 'PUBLISHED') return;
  if (poll.opensAt <= tx.now()) await openNow(tx, poll);
  else await enqueue(tx, openDuePoll, { pollId: poll.id }, { startAfter: poll.opensAt });
}

/**
 * Opening time of a draft; null: now. A poll of an unpublished post opens with that post and may not name a time of its
 * own. Errors: OPENS_WITH_POST.
 */
function openingOf({ opensAt }: PollInput, post: Post | null): Date | null {
  if (post === null || post.state === 'PUBLISHED') return opensAt ?? null;
  if (opensAt == null) return post.publishAt ?? null;
  throw new Refusal({ code: 'OPENS_WITH_POST', message: 'it opens when its post is published', path: ['opensAt'] });
}

/** Columns of the poll row; questions and options are separate rows. */
function fieldsOf(input: PollInput, now: Date) {
  return {
    title: input.title.trim(),
    description: input.description?.trim() || null,
    variants: trimVariants(input.variants ?? []),
    opensAt: input.opensAt ?? now,
    closesAt: input.closesAt,
    resultsVisibility: input.resultsVisibility,
    eligibility: input.eligibility,
    assurance: input.assurance ?? 'BASIC',
    changeAllowed: input.changeAllowed,
    secrecy: input.secrecy ?? ('EVERYDAY' as const),
  };
}
