import { v7 } from 'uuid';
import { actorId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { lockText } from '../../kernel/secrets.ts';
import { redraw } from '../../media/media.picture.service.ts';
import { findMunicipality, requireModule } from '../../municipality/municipality.service.ts';
import { canSend } from '../alert.rules.ts';
import { MissingPerson } from './alert.missing.entity.ts';
import { removeMissingPerson } from './alert.missing.events.ts';

/** Minutes after which a photo that no alert uses is deleted. */
export const unusedMinutes = 60;
const uploadRate = { name: 'missing-upload', points: 20, seconds: 3600 };

/**
 * Admits the upload of a photo by somebody who may send a real warning of this town, before the body is read. NOT_FOUND
 * without the module ALERTS, RATE_LIMITED above 20 an hour.
 */
export async function admitPersonPhoto(ctx: Context, ags: string): Promise<{ readonly municipalityId: string }> {
  const town = await findMunicipality(ctx, ags);
  const sending = { kind: 'WARNING', status: 'ACTUAL', municipalityId: town.id } as const;
  authorize(canSend(ctx.actor, sending, { isDisruptionClerk: false, isProofWaived: false, now: ctx.now() }));
  requireModule(town, 'ALERTS');
  await ctx.limits.spend(uploadRate, actorId(ctx.actor) ?? '');
  return { municipalityId: town.id };
}

/**
 * Encodes the picture anew, without its metadata, and stores it encrypted for the next alert; returns the id of the row.
 * Refused: HEIC_NOT_SUPPORTED, UNSUPPORTED_TYPE, TOO_MANY_PIXELS, BROKEN_IMAGE.
 */
export async function storePersonPhoto(ctx: Context, municipalityId: string, bytes: Buffer): Promise<string> {
  const { files } = await redraw(bytes);
  const id = v7();
  return write(ctx, async (tx) => {
    const createdAt = tx.now();
    const photo = lockText(tx.secret, id, files.large.toString('base64'));
    const row = tx.em.create(MissingPerson, { id, municipality: municipalityId, photo, createdAt });
    await tx.em.persist(row).flush();
    const startAfter = new Date(createdAt.getTime() + unusedMinutes * 60_000);
    await enqueue(tx, removeMissingPerson, { id }, { startAfter });
    return id;
  });
}
