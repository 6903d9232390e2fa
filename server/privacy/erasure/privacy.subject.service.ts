import { Person } from '../../identity/identity.entity.ts';
import type { Context } from '../../kernel/context.ts';
import type { ErasureSubject } from '../../kernel/personalData.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';

/** An account with everything by which its data are found; null: there is no such account. */
export async function findAccount(ctx: Context, personId: string, withTexts: boolean): Promise<ErasureSubject | null> {
  const person = await ctx.em.findOne(Person, { id: personId, erasedAt: null }, { refresh: true });
  if (person === null) return null;
  const others = await findRecipients(ctx, hashAddress(ctx, person.email));
  return { personId, emails: [person.email], recipientIds: [...new Set([personId, ...others])], withTexts };
}

/** An address without an account. */
export async function findAddress(ctx: Context, email: string, withTexts: boolean): Promise<ErasureSubject> {
  const recipientIds = await findRecipients(ctx, hashAddress(ctx, email));
  return { personId: null, emails: [email], recipientIds, withTexts };
}

/** Recipients without an account that have the address; offices are no citizens. */
async function findRecipients({ em }: Context, addressHash: string): Promise<string[]> {
  const rows: { id: string }[] = await em.execute(
    `select distinct r.id from recipient r join contact k on k.recipient_id = r.id
     where k.address_hash = ? and r.person_id is null and r.origin in ('LINK', 'REPORT')`,
    [addressHash],
  );
  return rows.map(({ id }) => id);
}
