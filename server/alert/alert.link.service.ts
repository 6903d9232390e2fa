import type { Context } from '../kernel/context.ts';
import { refusal } from '../kernel/errors.ts';
import { isSameHash } from '../kernel/secrets.ts';
import { idIn, signId } from '../kernel/signedId.ts';
import { Recipient } from '../recipient/recipient.entity.ts';
import type { Incident } from './alert.entity.ts';

/** Milliseconds after the end of an incident for which its links count. */
const validMs = 24 * 3_600_000;

/**
 * Token of a message's link, by which its recipient answers the incident without signing in. `linkVersion` is that of the
 * recipient's links, null for accounts: renewed links make earlier tokens invalid.
 */
export function answerToken(
  { secret }: Pick<Context, 'secret'>,
  incidentId: string,
  { id, linkVersion }: { readonly id: string; readonly linkVersion: number | null },
): string {
  return signId(secret, `answer.${incidentId}.${linkVersion ?? 'account'}`, id);
}

/**
 * Recipient to whom the link of a message about the incident belongs. Refused: UNKNOWN_LINK for links that are forged, of
 * another incident, replaced or of a recipient that was deleted; LINK_EXPIRED a day after the end of the incident.
 */
export async function findByAnswerLink(ctx: Context, incident: Incident, token: string): Promise<string> {
  const id = idIn(token);
  const recipient = id === undefined ? null : await ctx.em.findOne(Recipient, id, { refresh: true });
  if (recipient === null) throw refusal('UNKNOWN_LINK', 'link');
  const isGenuine = versionsOf(recipient).some((linkVersion) =>
    isSameHash(answerToken(ctx, incident.id, { id: recipient.id, linkVersion }), token),
  );
  if (!isGenuine) throw refusal('UNKNOWN_LINK', 'link');
  const end = incident.endedAt ?? incident.expiresAt;
  if (end != null && ctx.now().getTime() > end.getTime() + validMs) throw refusal('LINK_EXPIRED', 'link');
  return recipient.id;
}

/** Until release 0.2 links to followers of a report had no version. */
function versionsOf({ origin, linkVersion }: Recipient): readonly (number | null)[] {
  if (origin === 'LINK') return [linkVersion];
  return origin === 'REPORT' ? [linkVersion, null] : [null];
}
