import { LockMode } from '@mikro-orm/core';
import type { Context } from '../kernel/context.ts';
import { type Tx, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { noteIssue } from '../issue/comment/issue.comment.service.ts';
import { IssueMove } from '../issue/issue.entity.ts';
import { IssuePhoto } from '../issue/photo/issue.photo.entity.ts';
import { photoPath } from '../media/media.links.service.ts';
import { Handover, type HandoverState } from './open311.outgoing.entity.ts';
import { askHandover, sendHandover, type Turn } from './open311.outgoing.events.ts';
import { askDays, askEveryMs, canHandOver, formOf, mostTries, nextTryAt, signOf } from './open311.outgoing.rules.ts';
import { findSent, type Outcome, postReport } from './open311.outgoing.service.ts';
import { type NoteKey, noteOf, textsFor } from './open311.texts.rules.ts';

/**
 * Makes one try to send the report. The start of the try is stored before anything is sent, so that the next try first
 * searches for the report after a crash. The report is sent again only if it certainly did not arrive.
 */
export async function sendReport(ctx: Context, turn: Turn, timeoutMs?: number): Promise<void> {
  const begun = await write(ctx, (tx) => begin(tx, turn));
  if (begun === null) return;
  const { handover, mayBeThere } = begun;
  const { token, firstTriedAt } = handover;
  const server = handover.server.getEntity();
  const report = await reportOf(ctx, handover);
  const found = mayBeThere
    ? await findSent(ctx, server, { token, sign: signOf(report), since: firstTriedAt ?? ctx.now() })
    : undefined;
  const form = formOf(report, textsFor('de').outgoing);
  const outcome =
    found ?? (await postReport(ctx, server, { form, token, ...(timeoutMs !== undefined && { timeoutMs }) }));
  await write(ctx, (tx) => settle(tx, turn, outcome));
}

/** Starts a try; null: there is nothing to send any more. */
async function begin(tx: Tx, { moveId, turn }: Turn): Promise<{ handover: Handover; mayBeThere: boolean } | null> {
  const handover = await holdHandover(tx, moveId);
  const { state } = handover;
  if ((state !== 'WAITING' && state !== 'SENDING') || handover.tries > turn) return null;
  if (!(await mayLeave(tx, handover))) {
    // An issue that is only set aside can be restored, and staff can then send it again.
    const isOver = !(await isOutside(tx.em, handover));
    await stop(tx, handover, isOver ? 'ENDED' : state === 'SENDING' ? 'UNCLEAR' : 'FAILED');
    return null;
  }
  if (handover.server.getEntity().removedAt != null) {
    await stop(tx, handover, 'FAILED', 'removed');
    return null;
  }
  handover.state = 'SENDING';
  handover.tries = turn;
  handover.firstTriedAt ??= tx.now();
  handover.tryingSince = tx.now();
  await tx.em.flush();
  return { handover, mayBeThere: state === 'SENDING' };
}

/** Whether the issue is FORWARDED by this very move: neither returned nor forwarded to another body since. */
export async function isOutside(em: Tx['em'], { issue: of, move }: Handover): Promise<boolean> {
  const { id: issue, status } = of.getEntity();
  const outside = { issue, to: 'FORWARDED', from: { $ne: 'FORWARDED' }, isTakenBack: false } as const;
  const last = await em.findOne(IssueMove, outside, { orderBy: { version: 'desc' } });
  return status === 'FORWARDED' && last?.id === move.id;
}

/** Whether the issue may still be sent: it is no complaint, is not set aside and is still forwarded by this move. */
export async function mayLeave(tx: Tx, handover: Handover): Promise<boolean> {
  const issue = handover.issue.getEntity();
  return issue.flag == null && canHandOver(issue).allow && (await isOutside(tx.em, handover));
}

async function settle(tx: Tx, { moveId, turn }: Turn, outcome: Outcome): Promise<void> {
  const handover = await holdHandover(tx, moveId);
  if (handover.state !== 'SENDING' || handover.tries !== turn) return; // another run of the same job was faster
  handover.tryingSince = null;
  handover.said = outcome.kind === 'REFUSED' ? outcome.why : null;
  if (outcome.kind === 'REFUSED') return stop(tx, handover, 'REFUSED', 'refused', { why: outcome.why });
  if (outcome.kind === 'UNCLEAR') return stop(tx, handover, 'UNCLEAR', 'unclear');
  if (outcome.kind === 'AGAIN') return tryAgain(tx, handover, turn, outcome.mayBeThere);
  const { foreignId, foreignToken } = outcome;
  Object.assign(handover, { foreignId, foreignToken });
  handover.endsAt = new Date(tx.now().getTime() + askDays * 86_400_000);
  await stop(tx, handover, 'SENT', foreignId === null ? 'arrivedLater' : 'arrived', { id: foreignId ?? '' });
  await enqueue(tx, askHandover, { moveId, turn: 1 }, { startAfter: new Date(tx.now().getTime() + askEveryMs) });
}

function tryAgain(tx: Tx, handover: Handover, turn: number, mayBeThere: boolean): Promise<void> {
  if (turn >= mostTries) {
    return mayBeThere ? stop(tx, handover, 'UNCLEAR', 'unclear') : stop(tx, handover, 'FAILED', 'failed');
  }
  handover.state = mayBeThere ? 'SENDING' : 'WAITING';
  const next = { moveId: handover.move.id, turn: turn + 1 };
  return enqueue(tx, sendHandover, next, { startAfter: nextTryAt(turn, tx.now()) });
}

/** Locks the handover until the commit and loads its move, server and issue. */
export async function holdHandover(tx: Tx, moveId: string): Promise<Handover> {
  const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
  const handover = await tx.em.findOneOrFail(Handover, moveId, locked);
  await tx.em.populate(handover, ['move', 'server', 'issue.municipality', 'issue.category']);
  return handover;
}

/** Sets the state and, with `key`, adds a note for the desk. */
export async function stop(
  tx: Tx,
  handover: Handover,
  state: HandoverState,
  key?: NoteKey,
  values: Readonly<Record<string, string>> = {},
): Promise<void> {
  handover.state = state;
  await tx.em.flush();
  const { name } = handover.server.getEntity();
  if (key !== undefined) await noteIssue(tx, handover.issue.id, noteOf(key, { name, ...values }));
}

async function reportOf(ctx: Context, { issue: of, move, note }: Handover) {
  const issue = of.getEntity();
  const { name: town, ags } = issue.municipality.getEntity();
  const shown = { issue: issue.id, isApproved: true, stage: 'BEFORE' as const };
  const photos = issue.isPublic ? await ctx.em.find(IssuePhoto, shown, { orderBy: { position: 'asc' } }) : [];
  return {
    town,
    reference: issue.reference,
    version: move.getEntity().version,
    lat: issue.lat,
    lon: issue.lon,
    address: issue.address ?? null,
    text: issue.text,
    note: note ?? null,
    category: issue.category.getEntity().name,
    photos: photos.map(({ photo }) => `${ctx.publicUrl(ags)}${photoPath(photo.id, 'large')}`),
  };
}
