import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { readGlobalId } from '../../kernel/ids.ts';
import { findAlert, findIncident } from '../alert.reading.service.ts';
import { findNewest } from '../alert.sending.service.ts';
import { MissingPerson, type PersonDetails } from './alert.missing.entity.ts';
import { findShownPerson, openDetails, openPhoto } from './alert.missing.service.ts';

/** A missing person as the page shows it. */
export interface ShownPerson extends PersonDetails {
  /** Id of the row; its photo has an address of its own. */
  readonly id: string;
  readonly hasPhoto: boolean;
  /** Reference of the police; null: the alert has none. */
  readonly policeReference: string | null;
  /** Telephone number for what people saw; null: none. */
  readonly phone: string | null;
}

/**
 * The missing person of an incident that goes on, or of an alert that waits for the second person; `of`: global id of the
 * incident or alert. NOT_FOUND: unknown, over, not for this actor, or a program of a partner asks.
 */
export async function findPerson(ctx: Context, of: string): Promise<ShownPerson> {
  const target = readGlobalId(of);
  if (target?.type !== 'Incident' && target?.type !== 'Alert') throw new DomainError('NOT_FOUND');
  const row =
    target.type === 'Incident'
      ? await findShownPerson(ctx, target.id)
      : await ctx.em.findOne(MissingPerson, { alert: target.id }, { refresh: true });
  if (row === null) throw new DomainError('NOT_FOUND');
  const { content } = await requireReadable(ctx, row);
  const policeReference = content.slots?.['NUMBER'] || null;
  const phone = content.phone ?? (content.slots?.['PHONE'] || null);
  return { ...openDetails(ctx, row), id: row.id, hasPhoto: row.photo != null, policeReference, phone };
}

/** WebP file of the photo of a person whom the actor may see. NOT_FOUND: see findPerson(), or there is no photo. */
export async function findPersonPhoto(ctx: Context, id: string): Promise<Buffer> {
  const row = await ctx.em.findOne(MissingPerson, id, { refresh: true });
  if (row?.alert == null) throw new DomainError('NOT_FOUND');
  await requireReadable(ctx, row);
  const photo = openPhoto(ctx, row);
  if (photo === null) throw new DomainError('NOT_FOUND');
  return Buffer.from(photo, 'base64');
}

/**
 * Throws NOT_FOUND unless the actor may see the person: everybody while the incident goes on, warners also while the alert
 * waits. Programs of partners never see it, because nobody could delete their copies. Returns the newest alert.
 */
async function requireReadable(ctx: Context, { alert: named }: MissingPerson) {
  if (ctx.actor.kind === 'partner' || named == null) throw new DomainError('NOT_FOUND');
  const alert = await findAlert(ctx, named.id);
  const incident = await findIncident(ctx, alert.incident.id);
  const newest = alert.state === 'SENT' ? await findNewest(ctx, incident) : alert;
  const isOver = incident.endedAt != null || newest === null || newest.expiresAt <= ctx.now();
  if (isOver || newest.state === 'REFUSED') throw new DomainError('NOT_FOUND');
  return newest;
}
