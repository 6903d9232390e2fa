import type { RoleKind } from '../kernel/actor.ts';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

export interface PersonFacts {
  readonly personId: string;
}
export interface RegisteredFacts extends PersonFacts {
  /** Town on whose page the person signed in for the first time; absent: the account came about in another way. */
  readonly municipalityId?: string;
}
export interface RoleFacts extends PersonFacts {
  readonly role: RoleKind;
  /** Absent for OPERATOR. */
  readonly municipalityId?: string;
  readonly deskId?: string;
}

export const personRegistered = defineEvent<RegisteredFacts>('identity.personRegistered');
/** The displayed function or name of a staff member changed. */
export const personNamed = defineEvent<PersonFacts & { readonly municipalityId: string }>('identity.personNamed');
/** The person chose another language for mails. */
export const languageChosen = defineEvent<PersonFacts & { readonly locale: string }>('identity.languageChosen');
/** `byMail`: with a mailed code or link, which proves that mails arrive. */
export const signedIn = defineEvent<PersonFacts & { readonly byMail?: true }>('identity.signedIn');
/** An identity at an identity service was linked to the account. */
export const identityLinked = defineEvent<PersonFacts>('identity.identityLinked');
/** The person proved a level for a session at an identity service. */
export const identified = defineEvent<PersonFacts & { readonly level: AssuranceLevel }>('identity.identified');
export const passkeyAdded = defineEvent<PersonFacts>('identity.passkeyAdded');
export const passkeyRemoved = defineEvent<PersonFacts>('identity.passkeyRemoved');
/** The person ended sessions of the account, or they were ended with its passkeys. */
export const sessionsEnded = defineEvent<PersonFacts>('identity.sessionsEnded');
/** An admin or operator removed the passkeys of a staff member who lost the device. */
export const passkeysReset = defineEvent<PersonFacts & { readonly municipalityId: string }>('identity.passkeysReset');
export const signedOut = defineEvent<PersonFacts>('identity.signedOut');
export const roleGranted = defineEvent<RoleFacts>('identity.roleGranted');
export const roleRevoked = defineEvent<RoleFacts>('identity.roleRevoked');

/** Payload of the mail job; the only place besides the mail that has the code in plain text, deleted with the job. */
export interface SignInMail {
  readonly id: string;
  /** Address of the recipient. */
  readonly to: string;
  readonly code: string;
  readonly link: string;
  readonly locale: string;
  /** Name of the town on whose page the sign-in was requested. */
  readonly town?: string;
  readonly isDemo: boolean;
  /** End of the validity of the link, ISO 8601; the mail is not sent later. */
  readonly expiresAt: string;
}
export const signInMail = defineQueue<SignInMail>('identity.signInMail');

/** Due a day after the link has expired: deletes the pending sign-in with its address. */
export const forgetSignIn = defineQueue<{ readonly id: string }>('identity.forgetSignIn');
