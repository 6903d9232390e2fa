import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import { actorId, personId } from '../kernel/actor.ts';
import type { Context, Services } from '../kernel/context.ts';
import { authorize, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import type { InputCheck } from '../kernel/payload.ts';
import { rowById, rowsOf } from '../kernel/rows.ts';
import { findMunicipality, requireModule } from '../municipality/municipality.service.ts';
import { Attachment, type AttachmentRow } from './media.attachment.entity.ts';
import {
  attachmentRatesOf,
  type AttachmentWords,
  canUploadAttachment,
  checkAttachment,
  fileNameOf,
  isPdf,
} from './media.attachment.rules.ts';
import { attachmentRemoved, attachmentUploaded, dropAttachmentFile, dropUnusedAttachment } from './media.events.ts';
import { isSender, photoLimits } from './media.rules.ts';

/** Attachment by id, batched into one statement per tick. Callers authorize the read. */
export const attachmentById = rowById(rowsOf(Attachment));

/**
 * Authorizes the upload of an attachment to this town and spends the hourly rates before `receive` reads and stores the file; a
 * refused file counts only as an attempt. Errors: UNAUTHENTICATED, NOT_FOUND without the modules POSTS and CALENDAR, RATE_LIMITED,
 * those of `receive`.
 */
export async function admitAttachment<T>(
  ctx: Context,
  ags: string,
  receive: (municipalityId: string) => Promise<T>,
): Promise<T> {
  const municipality = await findMunicipality(ctx, ags);
  authorize(canUploadAttachment(ctx.actor, municipality.id));
  if (!municipality.modules.includes('CALENDAR')) requireModule(municipality, 'POSTS');
  const { accepted, attempts } = attachmentRatesOf(ctx.actor);
  const key = actorId(ctx.actor) ?? '';
  await ctx.limits.spend(attempts, key);
  try {
    await ctx.limits.spend(accepted, key);
    return await receive(municipality.id);
  } catch (error) {
    await ctx.limits.count(accepted, key, -1);
    throw error;
  }
}

/**
 * Stores a PDF; it is removed after a day if nothing uses it. The row and its clean-up job are written before the file,
 * so that the file is removed after a crash. Refused: NOT_A_PDF.
 */
export async function uploadAttachment(ctx: Context, municipalityId: string, bytes: Buffer): Promise<AttachmentRow> {
  authorize(canUploadAttachment(ctx.actor, municipalityId));
  if (!isPdf(bytes)) throw new Refusal({ code: 'NOT_A_PDF', message: 'the file is no PDF', path: ['file'] });
  const attachment = await write(ctx, async (tx) => {
    const row = tx.em.create(Attachment, {
      id: randomUUID(),
      municipality: municipalityId,
      uploader: personId(tx.actor),
      partnerKeyId: tx.actor.kind === 'partner' ? tx.actor.keyId : null,
      bytes: bytes.length,
      createdAt: tx.now(),
      usedBy: null,
    });
    await tx.em.persist(row).flush();
    await record(tx, attachmentUploaded({ attachmentId: row.id, municipalityId }));
    const startAfter = new Date(tx.now().getTime() + photoLimits.orphanHours * 3_600_000);
    await enqueue(tx, dropUnusedAttachment, { attachmentId: row.id }, { startAfter });
    return row;
  });
  await ctx.files.put(fileKey(attachment.id), bytes);
  return attachment;
}

/** Choice of an attachment with its words, as inputs name it. */
export interface AttachmentChoice extends AttachmentWords {
  readonly attachmentId: string;
}

/** Object that uses attachments. */
interface AttachmentUse {
  readonly usedBy: string;
  readonly municipalityId: string;
  /** Ids of the attachments that the object already has. */
  readonly kept: ReadonlySet<string>;
}

/**
 * Gives the chosen attachments their words and marks them as used by `usedBy`: those that the object has, and unused ones of this town that the
 * actor sent. Errors of the words are added to `check`. Refused: UNKNOWN_ATTACHMENT.
 */
export async function takeAttachments(
  tx: Tx,
  choices: readonly AttachmentChoice[],
  { usedBy, municipalityId, kept }: AttachmentUse,
  check: InputCheck,
): Promise<Attachment[]> {
  const ids = choices.map(({ attachmentId }) => attachmentId);
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true, orderBy: { id: 'asc' } } as const;
  const found = await tx.em.find(Attachment, { id: { $in: ids }, municipality: municipalityId }, options);
  return choices.flatMap((choice, i) => {
    const words = checkAttachment(check, choice, 'attachments', String(i));
    const attachment = found.find(({ id }) => id === choice.attachmentId);
    const isFree = attachment !== undefined && attachment.usedBy == null && isSender(tx.actor, originOf(attachment));
    const isOnce = ids.indexOf(choice.attachmentId) === i;
    if (attachment === undefined || !isOnce || !(isFree || kept.has(attachment.id))) {
      check.require(false, 'UNKNOWN_ATTACHMENT', 'no such unused attachment of yours', 'attachments', String(i));
      return [];
    }
    Object.assign(attachment, words, { usedBy });
    return [attachment];
  });
}

/** Deletes the rows now, and the files by a job after the commit. */
export async function removeAttachments(tx: Tx, attachments: readonly Attachment[]): Promise<void> {
  for (const { id: attachmentId, municipality } of attachments) {
    await record(tx, attachmentRemoved({ attachmentId, municipalityId: municipality.id }));
    await enqueue(tx, dropAttachmentFile, { attachmentId });
  }
  await tx.em.nativeDelete(Attachment, { id: { $in: attachments.map(({ id }) => id) } });
}

/** Path of the file below the installation's origin. */
export function attachmentPath({ id, title }: Pick<AttachmentRow, 'id' | 'title'>): string {
  return `/media/${id}/${fileNameOf(title)}`;
}

/** The attachment if the actor may see it: what its user shows, unused ones for their sender. Null: unknown or hidden. */
export async function findAttachment(ctx: Context, id: string): Promise<AttachmentRow | null> {
  const attachment = await attachmentById(ctx, id);
  if (attachment === null) return null;
  if (attachment.usedBy == null) return isSender(ctx.actor, originOf(attachment)) ? attachment : null;
  const maySee = await ctx.registry.fileRules.get(attachment.usedBy)?.maySee(ctx, id, false);
  return maySee === true ? attachment : null;
}

/** The file with its name if the actor may see the attachment. Undefined: unknown, hidden, or the file is missing. */
export async function findAttachmentFile(
  ctx: Context,
  id: string,
): Promise<{ readonly bytes: Buffer; readonly name: string } | undefined> {
  const attachment = await findAttachment(ctx, id);
  const bytes = attachment === null ? undefined : await ctx.files.get(fileKey(id));
  return attachment === null || bytes === undefined ? undefined : { bytes, name: fileNameOf(attachment.title) };
}

/** Removes the file of an attachment; idempotent. */
export function removeAttachmentFile({ files }: Pick<Services, 'files'>, id: string): Promise<void> {
  return files.remove(fileKey(id));
}

function fileKey(id: string): string {
  return `${id}.pdf`;
}

function originOf({ uploader, partnerKeyId }: Pick<AttachmentRow, 'uploader' | 'partnerKeyId'>) {
  return { uploaderId: uploader?.id ?? null, partnerKeyId: partnerKeyId ?? null };
}
