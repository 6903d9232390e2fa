import { ref } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { actorId, personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { admitAtDoor } from '../kernel/door.ts';
import { authorize, DomainError, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { claimKey, isKnownKey } from '../kernel/idempotency.ts';
import { Notice, NoticeDecision, type WordKind } from './moderation.entity.ts';
import { noticeDecided, noticeSent } from './moderation.events.ts';
import { hasOpenNotice } from './moderation.reading.service.ts';
import {
  canModerate,
  canSendNotice,
  canSendNotices,
  type DecisionInput,
  type NoticeText,
  readDecision,
  readNotice,
} from './moderation.rules.ts';
import { findWords, hideWords, type QuotedWords } from './moderation.words.service.ts';

export interface SendNoticeInput extends NoticeText {
  readonly kind: WordKind;
  readonly objectId: string;
  readonly idempotencyKey: string;
  /** Solution of a proof of work; without an account only. */
  readonly proof?: string | null;
}

const personRate = { name: 'notice', points: 30, seconds: 86_400 };

/**
 * Stores a notice about public words, with the words as they are now. Refused: NOT_FOUND, NO_PUBLIC_WORDS, OWN_WORDS,
 * NOTICE_EXISTS, invalid texts, the rates; without an account PROOF_REQUIRED and PROOF_REFUSED.
 */
export async function sendNotice(ctx: Context, { proof, ...input }: SendNoticeInput): Promise<Notice> {
  authorize(canSendNotices(ctx.actor));
  const text = readNotice(input);
  const words = await findWords(ctx, input.kind, input.objectId);
  authorize(canSendNotice(ctx.actor, words, false));
  if (!(await isKnownKey(ctx, input.idempotencyKey))) await spend(ctx, proof);
  return write(ctx, async (tx) => {
    const claim = await claimKey(tx, input.idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(Notice, claim.id);
    await lockWords(tx, input.objectId);
    authorize(canSendNotice(tx.actor, words, await hasOpenNotice(tx, input.objectId)));
    return persistNotice(tx, claim.id, words, { ...input, text });
  });
}

async function spend(ctx: Context, proof: string | null | undefined): Promise<void> {
  const id = actorId(ctx.actor);
  if (id === null) await admitAtDoor(ctx, { act: 'notice', proof });
  else await ctx.limits.spend(personRate, id);
}

async function persistNotice(
  tx: Tx,
  id: string,
  { kind, objectId, municipalityId, authorId, quote }: QuotedWords,
  { reason, text = null }: NoticeText,
): Promise<Notice> {
  const isFirst = (await tx.em.count(Notice, { objectId, decision: null })) === 0;
  const notice = tx.em.create(Notice, {
    id,
    municipality: municipalityId,
    wordKind: kind,
    objectId,
    author: authorId,
    notifier: personId(tx.actor),
    reason,
    text,
    quote,
    createdAt: tx.now(),
  });
  await tx.em.persist(notice).flush();
  await record(tx, noticeSent({ municipalityId, noticeIds: [id], isFirst }));
  return notice;
}

/** Notices about an object and decisions about them wait for each other. */
async function lockWords(tx: Tx, objectId: string): Promise<void> {
  await tx.em.execute('select pg_advisory_xact_lock(hashtext(?))', [`words:${objectId}`]);
}

/**
 * Decides about the words of a notice; the decision answers all open notices about the same words. HIDDEN hides the words
 * at once. Refused: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, REASON_REQUIRED, GROUND_REQUIRED; CONFLICT with the notice if
 * somebody decided before.
 */
export function decideNotice(ctx: Context, noticeId: string, input: DecisionInput): Promise<Notice> {
  return write(ctx, async (tx) => {
    const known = await tx.em.findOne(Notice, noticeId);
    if (known === null) throw new DomainError(tx.actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'NOT_FOUND');
    authorize(canModerate(tx.actor, known.municipality.id));
    const read = readDecision(input);
    await lockWords(tx, known.objectId);
    const open = { objectId: known.objectId, decision: null };
    const notices = await tx.em.find(Notice, open, { orderBy: { id: 'asc' }, refresh: true });
    const notice = notices.find(({ id }) => id === noticeId);
    if (notice === undefined) throw await decidedBefore(tx, noticeId);
    await persistDecision(tx, notices, read);
    return notice;
  });
}

async function decidedBefore({ em }: Tx, noticeId: string): Promise<Refusal> {
  const notice = await em.findOneOrFail(Notice, noticeId, { refresh: true });
  return new Refusal({ code: 'CONFLICT', message: 'somebody decided before', path: [] }, { notice });
}

async function persistDecision(
  tx: Tx,
  notices: readonly Notice[],
  read: ReturnType<typeof readDecision>,
): Promise<void> {
  const [first] = notices;
  if (first === undefined) return;
  const { wordKind, objectId, author, quote } = first;
  const municipalityId = first.municipality.id;
  const decision = tx.em.create(NoticeDecision, {
    id: v7(),
    municipality: municipalityId,
    wordKind,
    objectId,
    author: author?.id ?? null,
    quote,
    ...read,
    decidedBy: personId(tx.actor),
    decidedAt: tx.now(),
  });
  tx.em.persist(decision);
  for (const notice of notices) notice.decision = ref(decision);
  await tx.em.flush();
  if (read.verdict === 'HIDDEN') await hideWords(tx, wordKind, objectId, read.statement);
  const noticeIds = notices.map(({ id }) => id);
  await record(tx, noticeDecided({ municipalityId, decisionId: decision.id, noticeIds, verdict: read.verdict }));
}
