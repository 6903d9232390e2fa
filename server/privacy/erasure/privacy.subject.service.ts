import { Person } from '../../identity/identity.entity.ts';
import type { Context } from '../../kernel/context.ts';
import type { ErasureSubject } from '../../kernel/personalData.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';
import type { Erasing } from './privacy.statements.rules.ts';

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

/** Everything by which rows name the subject. */
export async function describeSubject(
  ctx: Context,
  { personId, emails, recipientIds }: ErasureSubject,
): Promise<Erasing[]> {
  const contacts: { id: string }[] = await ctx.em.execute(
    'select id from contact where recipient_id in (select value::uuid from json_array_elements_text(?::json))',
    [JSON.stringify(recipientIds)],
  );
  const named = (kind: Erasing['kind'], values: readonly string[]): Erasing[] =>
    values.map((value) => ({ kind, value }));
  return [
    ...named('person', personId === null ? [] : [personId]),
    ...named('recipient', recipientIds),
    ...named('email', emails),
    ...named(
      'addressHash',
      emails.map((email) => hashAddress(ctx, email)),
    ),
    ...named(
      'contact',
      contacts.map(({ id }) => id),
    ),
  ];
}

/**
 * Recipients without an account whose first proven address it is; offices are no citizens. A further address may have been
 * added by somebody else who holds a forwarded link, so it is the owner of its contact only.
 */
async function findRecipients({ em }: Context, addressHash: string): Promise<string[]> {
  const rows: { id: string }[] = await em.execute(
    `select r.id from recipient r where r.person_id is null and r.origin in ('LINK', 'REPORT') and ? = (
       select k.address_hash from contact k where k.recipient_id = r.id and k.channel = 'EMAIL'
       order by k.verified_at nulls last, k.id limit 1)
     and exists (select from contact k where k.recipient_id = r.id and k.address_hash = ?)`,
    [addressHash, addressHash],
  );
  return rows.map(({ id }) => id);
}
