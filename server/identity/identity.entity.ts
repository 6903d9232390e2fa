import { defineEntity, p } from '@mikro-orm/core';
import type { RoleKind } from '../kernel/actor.ts';
import { assuranceLevels, signInMethods } from '../kernel/assurance.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';

/** Account of the installation, valid in all towns; roles belong to single towns. */
const PersonSchema = defineEntity({
  name: 'Person',
  properties: {
    id: p.uuid().primary(),
    /** Lower case; never logged, never in domain_event. */
    email: p.string().unique(),
    /** Function or name that colleagues and readers see ("Leitung Bauamt"); null for citizens. */
    displayName: p.string().nullable(),
    locale: p.string().default('de'),
    /** Highest level ever proven for the account. Rights depend on the level of the session, not on this one. */
    assurance: p.enum(assuranceLevels).default('BASIC'),
    /** When that level was last proven; null: never above BASIC. */
    provenAt: p.datetime().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    /** Day on which a session of the account was last opened or used; by it unused accounts are found. */
    lastSeenOn: p.date().defaultRaw('current_date'),
    /** When the account will be erased unless its owner undoes this; nobody can sign in meanwhile. Null: it stays. */
    erasesAt: p.datetime().nullable(),
    /** When the account was erased; the row is empty and keeps votes and acts of staff apart. Null: an account. */
    erasedAt: p.datetime().nullable(),
  },
});
export class Person extends PersonSchema.class {}
PersonSchema.setClass(Person);

const RoleSchema = defineEntity({
  name: 'Role',
  properties: {
    id: p.uuid().primary(),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    /** Plain text without a CHECK constraint, so that a new domain adds roles without altering this table. */
    role: p.text().$type<RoleKind>(),
    /** Null for OPERATOR only. */
    municipality: () => p.manyToOne(Municipality).ref().nullable().deleteRule('cascade'),
    /** Desk of a CLERK; null for other roles. */
    desk: () => p.manyToOne(Desk).ref().nullable().deleteRule('cascade'),
    /** When the role was granted; null: before the column existed. */
    grantedAt: p.datetime().nullable().defaultRaw('now()'),
  },
  indexes: [{ properties: ['person'] }, { properties: ['municipality', 'desk'] }],
});
export class Role extends RoleSchema.class {}
RoleSchema.setClass(Role);

/** Session of a signed-in browser. The cookie has 256 random bits, the table only their SHA-256. */
const SessionSchema = defineEntity({
  name: 'Session',
  properties: {
    id: p.uuid().primary(),
    tokenHash: p.string().unique(),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    createdAt: p.datetime().defaultRaw('now()'),
    /** End of the session, extended by use: 30 days after the last use for citizens, 8 hours for staff. */
    expiresAt: p.datetime(),
    /** Level proven when the session was opened; a level above BASIC expires after an hour. */
    assurance: p.enum(assuranceLevels).default('BASIC'),
    method: p.enum(signInMethods).default('EMAIL'),
    provenAt: p.datetime().defaultRaw('now()'),
    /** Browser and system of the device ("Firefox, Windows"); null: unknown. */
    device: p.string().length(60).nullable(),
  },
  indexes: [{ properties: ['person'] }],
});
export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session);

/** Public key of a passkey: proves possession of the account, not the identity of a person. */
const PasskeySchema = defineEntity({
  name: 'Passkey',
  properties: {
    id: p.uuid().primary(),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    name: p.string(),
    /** Credential id of WebAuthn, base64url. */
    credentialId: p.text().unique(),
    /** COSE key, base64url. */
    publicKey: p.text(),
    /** Signature counter of the device, never decreasing; 0 if the device does not count. */
    counter: p.bigint('number'),
    isSynced: p.boolean(),
    createdAt: p.datetime(),
    lastUsedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['person'] }],
});
export class Passkey extends PasskeySchema.class {}
PasskeySchema.setClass(Passkey);

/** Challenge of WebAuthn for one browser; valid once, for 5 minutes. */
const PasskeyChallengeSchema = defineEntity({
  name: 'PasskeyChallenge',
  properties: {
    id: p.uuid().primary(),
    browserHash: p.string().unique(),
    challengeHash: p.string(),
    /** Account to which a passkey is added; null: the challenge is for signing in. */
    personId: p.uuid().nullable(),
    expiresAt: p.datetime(),
  },
});
export class PasskeyChallenge extends PasskeyChallengeSchema.class {}
PasskeyChallengeSchema.setClass(PasskeyChallenge);

/** Permanent link between an identity at an identity service and one account. */
const IdentityLinkSchema = defineEntity({
  name: 'IdentityLink',
  properties: {
    id: p.uuid().primary(),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    serviceId: p.string(),
    /** HMAC of issuer and subject under the installation's secret; recognises the identity without revealing it. */
    subjectHash: p.string().unique(),
    linkedAt: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['person'] }],
});
export class IdentityLink extends IdentityLinkSchema.class {}
IdentityLinkSchema.setClass(IdentityLink);

/** Started identification at an identity service; valid once, in the browser that started it, for 10 minutes. */
const IdentificationSchema = defineEntity({
  name: 'Identification',
  properties: {
    id: p.uuid().primary(),
    stateHash: p.string().unique(),
    browserHash: p.string(),
    serviceId: p.string(),
    nonce: p.string(),
    /** Code verifier of PKCE. */
    verifier: p.string(),
    /** Account for which a level is proven; null: the identification is for signing in. */
    personId: p.uuid().nullable(),
    /** Session of that account when the identification started; null: signing in. */
    sessionId: p.uuid().nullable(),
    level: p.enum(assuranceLevels),
    ags: p.string(),
    next: p.string().nullable(),
    expiresAt: p.datetime(),
  },
});
export class Identification extends IdentificationSchema.class {}
IdentificationSchema.setClass(Identification);

/**
 * Pending sign-in, one for each mail: a code for the browser that requested it, and a link for any browser. Deleted when
 * one of them is used.
 */
const SignInSchema = defineEntity({
  name: 'SignIn',
  properties: {
    id: p.uuid().primary(),
    email: p.string(),
    /** Language of the requesting browser; becomes the language of a new account. */
    locale: p.string(),
    /** Town on whose page the sign-in was requested; a new account joins its group. Null: none. */
    municipality: () => p.manyToOne(Municipality).ref().nullable().deleteRule('cascade'),
    /** HMAC of row id and code under the installation's secret, because a plain hash of 10⁸ codes can be reversed. */
    codeHash: p.string(),
    linkHash: p.string().unique(),
    browserHash: p.string().unique(),
    /** Codes that were entered in the requesting browser. */
    tries: p.integer().default(0),
    /** End of the validity of the code; null: there is only a link. */
    codeExpiresAt: p.datetime().nullable(),
    /** End of the validity of the link. */
    expiresAt: p.datetime(),
  },
  indexes: [{ properties: ['email'] }],
});
export class SignIn extends SignInSchema.class {}
SignInSchema.setClass(SignIn);
