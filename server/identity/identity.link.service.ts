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

/** What a checked answer of a service says about somebody. */
export interface Identity {
  readonly service: IdentityService;
  /** Who it is at that issuer, and at no other. */
  readonly subject: string;
  readonly level: AssuranceLevel;
  /** Only if the service itself has verified it. */
  readonly email: string | null;
}

/** Whose account it belongs to; an address never decides that. */
export async function findLinked(tx: Tx, identity: Identity): Promise<string | null> {
  const link = await tx.em.findOne(IdentityLink, { subjectHash: sealIdentity(tx, identity) });
  return link?.person.id ?? null;
}

/** Refused: IDENTITY_TAKEN, when another account got it at the same moment. */
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
 * For somebody unknown with an address the service has verified. Refused: ACCOUNT_FIRST (no such address), ADDRESS_KNOWN (it
 * has an account: only who is signed in there may link it).
 */
export async function makeAccount(tx: Tx, identity: Identity): Promise<string> {
  const email = identity.email === null ? undefined : readEmail(identity.email);
  if (email === undefined) throw refusal('ACCOUNT_FIRST');
  if ((await tx.em.count(Person, { email })) > 0) throw refusal('ADDRESS_KNOWN');
  const personId = await ensurePerson(tx, { email, locale: 'de' });
  await linkIdentity(tx, personId, identity);
  return personId;
}

/** The services' names for people are kept by nobody here: only what recognises them. */
function sealIdentity({ secret }: Tx, { service, subject }: Identity): string {
  return hmacText(secret, JSON.stringify([service.issuer, subject]));
}
