import type { RoleKind } from '../kernel/actor.ts';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

export interface PersonFacts {
  readonly personId: string;
}
export interface RoleFacts extends PersonFacts {
  readonly role: RoleKind;
  /** Absent for OPERATOR. */
  readonly municipalityId?: string;
  readonly deskId?: string;
}

export const personRegistered = defineEvent<PersonFacts>('identity.personRegistered');
/** Somebody of the town hall has another function or name. */
export const personNamed = defineEvent<PersonFacts & { readonly municipalityId: string }>('identity.personNamed');
/** Wishes to be written to in another language. */
export const languageChosen = defineEvent<PersonFacts & { readonly locale: string }>('identity.languageChosen');
export const signedIn = defineEvent<PersonFacts>('identity.signedIn');
/** An identity at a service belongs to the account from now on. */
export const identityLinked = defineEvent<PersonFacts>('identity.identityLinked');
/** A session has proven who its person is. */
export const identified = defineEvent<PersonFacts & { readonly level: AssuranceLevel }>('identity.identified');
export const passkeyAdded = defineEvent<PersonFacts>('identity.passkeyAdded');
export const passkeyRemoved = defineEvent<PersonFacts>('identity.passkeyRemoved');
export const signedOut = defineEvent<PersonFacts>('identity.signedOut');
export const roleGranted = defineEvent<RoleFacts>('identity.roleGranted');
export const roleRevoked = defineEvent<RoleFacts>('identity.roleRevoked');

/** The only place where a code exists outside the mail itself: gone with the job. */
export interface SignInMail {
  readonly id: string;
  /** Address of the recipient. */
  readonly to: string;
  readonly code: string;
  readonly link: string;
  readonly locale: string;
  /** Name of the town it was asked in, if any. */
  readonly town?: string;
  readonly isDemo: boolean;
  /** ISO 8601; a later mail would only annoy. */
  readonly expiresAt: string;
}
export const signInMail = defineQueue<SignInMail>('identity.signInMail');

/** Due a day after the request: an address that never came back is not kept. */
export const forgetSignIn = defineQueue<{ readonly id: string }>('identity.forgetSignIn');
