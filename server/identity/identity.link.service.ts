import { v7 } from 'uuid';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import type { IdentityService } from '../kernel/config.identity.ts';
import { readEmail } from '../kernel/email.ts';
import { refusal } from '../kernel/errors.ts';
import { record, type Tx } from '../kernel/events.ts';
import { hmacText } from '../kernel/secrets.ts';
import { IdentityLink, Person } from './identity.entity.ts';
import { identityLinked } from './identity.events.ts';
import { ensurePerson } from './identity.person.service.ts';

/** Identity of a person as a verified response of an identity service describes it. */
export interface Identity {
  readonly service: IdentityService;
  /** Id of the person at this issuer. */
  readonly subject: string;
  readonly level: AssuranceLevel;
  /** E-mail address that the service has verified; null: none. */
  readonly email: string | null;
}

/** Id of the account that is linked to the identity; null: none. E-mail addresses are not compared. */
export async function findLinked(tx: Tx, identity: Identity): Promise<string | null> {
  const link = await tx.em.findOne(IdentityLink, { subjectHash: sealIdentity(tx, identity) });
  return link?.person.id ?? null;
}

/** Links the identity to an account. User errors: IDENTITY_TAKEN if another account was linked concurrently. */
export async function linkIdentity(tx: Tx, personId: string, identity: Identity): Promise<void> {
  const row = [v7(), personId, identity.service.id, sealIdentity(tx, identity)];
  const made: unknown[] = await tx.em.execute(
    `insert into identity_link (id, person_id, service_id, subject_hash) values (?, ?, ?, ?)
     on conflict (subject_hash) do nothing returning id`,
    row,
  );
  if (made.length === 0) throw refusal('IDENTITY_TAKEN');
  await record(tx, identityLinked({ personId }));
}

/**
 * Creates an account for an unknown identity with a verified e-mail address, links both and returns the account's id.
 * User errors: ACCOUNT_FIRST (no verified address), ADDRESS_KNOWN (the address has an account, which only its signed-in
 * owner may link).
 */
export async function makeAccount(tx: Tx, identity: Identity, municipalityId: string): Promise<string> {
  const email = identity.email === null ? undefined : readEmail(identity.email);
  if (email === undefined) throw refusal('ACCOUNT_FIRST');
  if ((await tx.em.count(Person, { email })) > 0) throw refusal('ADDRESS_KNOWN');
  const personId = await ensurePerson(tx, { email, locale: 'de', municipalityId });
  await linkIdentity(tx, personId, identity);
  return personId;
}

/** HMAC by which an identity is recognised; issuer and subject themselves are not stored. */
function sealIdentity({ secret }: Tx, { service, subject }: Identity): string {
  return hmacText(secret, JSON.stringify([service.issuer, subject]));
}
