import { v7 } from 'uuid';
import type { Group } from '../group/group.entity.ts';
import { isReachable, servicesOf } from '../identity/identity.oidc.rules.ts';
import { Refusal } from '../kernel/errors.ts';
import type { Tx } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import type { Post } from '../post/post.entity.ts';
import { type Poll, PollOption, Question } from './poll.entity.ts';
import { openDuePoll } from './poll.events.ts';
import { openNow } from './poll.opening.service.ts';
import { type Pictures, takePictures } from './poll.picture.service.ts';
import { checkPoll, choiceLimits, type PollInput, type QuestionInput } from './poll.rules.ts';
import { trimVariants } from './poll.variant.rules.ts';

/** Where a poll belongs. */
export interface PollPlace {
  readonly group: Group;
  /** The post it is part of; null: it stands for itself. */
  readonly post: Post | null;
}

/** What a draft says, once all of it is found right: nothing is written before. */
export interface CheckedDraft {
  readonly fields: ReturnType<typeof fieldsOf>;
  readonly questions: readonly QuestionInput[];
  readonly pictures: Pictures;
}

/** `kept`: the pictures that the poll has already. */
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

/** Nobody may be asked for a proof that nobody can give here. */
async function checkReach({ config }: Tx, { assurance = 'BASIC' }: PollInput, group: Group): Promise<void> {
  const { ags } = await group.municipality.loadOrFail();
  if (isReachable(servicesOf(config.identityServices, ags), assurance)) return;
  const message = 'no identity service of this town tells that level';
  throw new Refusal({ code: 'ASSURANCE_UNREACHABLE', message, path: ['assurance'] });
}

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

/** Opens at once if it is time; with its post, if that waits. */
export async function planOpening(tx: Tx, poll: Poll, post: Post | null): Promise<void> {
  if (post !== null && post.state !== 'PUBLISHED') return;
  if (poll.opensAt <= tx.now()) await openNow(tx, poll);
  else await enqueue(tx, openDuePoll, { pollId: poll.id }, { startAfter: poll.opensAt });
}

/** A poll has no opening of its own while its post waits: it opens when that is published. */
function openingOf({ opensAt }: PollInput, post: Post | null): Date | null {
  if (post === null || post.state === 'PUBLISHED') return opensAt ?? null;
  if (opensAt == null) return post.publishAt ?? null;
  throw new Refusal({ code: 'OPENS_WITH_POST', message: 'it opens when its post is published', path: ['opensAt'] });
}

/** What the poll itself keeps of its draft. */
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
