import type { Context } from '../../kernel/context.ts';
import { readEmail } from '../../kernel/email.ts';
import { authorize, refusal } from '../../kernel/errors.ts';
import { record, write } from '../../kernel/events.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { ensureOffice } from '../../recipient/recipient.address.service.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';
import { isSuppressed } from '../../recipient/recipient.suppression.service.ts';
import { canFollowAlerts } from '../alert.rules.ts';
import { ControlCentre } from './alert.centre.entity.ts';
import { controlCentreChanged } from './alert.centre.events.ts';

/** Control centre of a town, for warners and admins; null: nobody has set it. */
export function findControlCentre(ctx: Context, municipalityId: string): Promise<ControlCentre | null> {
  authorize(canFollowAlerts(ctx.actor, municipalityId));
  return ctx.em.findOne(ControlCentre, municipalityId, { refresh: true });
}

export interface ControlCentreInput {
  readonly municipalityId: string;
  readonly phone: string;
  readonly email?: string | null | undefined;
}

/** Sets the control centre. Refused: TOO_SHORT, TOO_LONG, BAD_NUMBER, BAD_EMAIL, ADDRESS_SUPPRESSED. */
export async function setControlCentre(ctx: Context, input: ControlCentreInput): Promise<ControlCentre> {
  const { municipalityId } = input;
  authorize(canRunTown(ctx.actor, municipalityId));
  const { phone, email } = readInput(input);
  if (email !== null && (await isSuppressed(ctx, { channel: 'EMAIL', addressHash: hashAddress(ctx, email) }))) {
    throw refusal('ADDRESS_SUPPRESSED', 'email');
  }
  return write(ctx, async (tx) => {
    await requireModuleIn(tx, municipalityId, 'ALERTS');
    const recipient = email === null ? null : await ensureOffice(tx, municipalityId, email);
    await tx.em.upsert(ControlCentre, { municipality: municipalityId, phone, email, recipient });
    await record(tx, controlCentreChanged({ municipalityId }));
    return tx.em.findOneOrFail(ControlCentre, municipalityId, { refresh: true });
  });
}

function readInput(input: ControlCentreInput): { readonly phone: string; readonly email: string | null } {
  const check = new InputCheck();
  const phone = check.text(input.phone, [3, 40], 'phone');
  check.require(/^[+0-9][0-9 ()/-]*$/.test(phone), 'BAD_NUMBER', 'digits, spaces, + ( ) / -', 'phone');
  const given = input.email?.trim() ?? '';
  const email = given === '' ? null : readEmail(given);
  check.require(email !== undefined, 'BAD_EMAIL', 'not an e-mail address', 'email');
  check.done();
  return { phone, email: email ?? null };
}
