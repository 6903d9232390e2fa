import { defineEntity, p } from '@mikro-orm/core';
import type { RoleKind } from '../kernel/actor.ts';
import { assuranceLevels, signInMethods } from '../kernel/assurance.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';

/** An account of the installation; roles belong to towns. */
const PersonSchema = defineEntity({
  name: 'Person',
  properties: {
    id: p.uuid().primary(),
    /** Lower case; never logged, never in domain_event. */
    email: p.string().unique(),
    /** What colleagues see ("Leitung Bauamt"); citizens have none. */
    displayName: p.string().nullable(),
    locale: p.string().default('de'),
    /** The highest level ever proven for the account, and when last; a session proves it anew. */
    assurance: p.enum(assuranceLevels).default('BASIC'),
    provenAt: p.datetime().nullable(),
    createdAt: p.datetime().defaultRaw('now()'),
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
    /** The desk of a CLERK. */
    desk: () => p.manyToOne(Desk).ref().nullable().deleteRule('cascade'),
  },
  indexes: [{ properties: ['person'] }],
});
export class Role extends RoleSchema.class {}
RoleSchema.setClass(Role);

/** A signed-in browser. The cookie holds 256 random bits, this table only their SHA-256. */
const SessionSchema = defineEntity({
  name: 'Session',
  properties: {
    id: p.uuid().primary(),
    tokenHash: p.string().unique(),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    createdAt: p.datetime().defaultRaw('now()'),
    /** Moves with use: 30 days idle for citizens, 8 hours for staff. */
    expiresAt: p.datetime(),
    /** What was proven when it was opened; a level above BASIC counts for an hour. */
    assurance: p.enum(assuranceLevels).default('BASIC'),
    method: p.enum(signInMethods).default('EMAIL'),
    provenAt: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['person'] }],
});
export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session);

/** A key pair on somebody's device: possession of the same account, no proof of identity. */
const PasskeySchema = defineEntity({
  name: 'Passkey',
  properties: {
    id: p.uuid().primary(),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    name: p.string(),
    /** Base64url. */
    credentialId: p.text().unique(),
    /** COSE, base64url. */
    publicKey: p.text(),
    /** Uses by the device's own count, 0 where it does not count: never less than before. */
    counter: p.bigint('number'),
    isSynced: p.boolean(),
    createdAt: p.datetime(),
    lastUsedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['person'] }],
});
export class Passkey extends PasskeySchema.class {}
PasskeySchema.setClass(Passkey);

/** Asked of a browser once, for five minutes. */
const PasskeyChallengeSchema = defineEntity({
  name: 'PasskeyChallenge',
  properties: {
    id: p.uuid().primary(),
    browserHash: p.string().unique(),
    challengeHash: p.string(),
    /** Who adds a passkey; null: somebody signs in. */
    personId: p.uuid().nullable(),
    expiresAt: p.datetime(),
  },
});
export class PasskeyChallenge extends PasskeyChallengeSchema.class {}
PasskeyChallengeSchema.setClass(PasskeyChallenge);

/** Who somebody is at an identity service: one account for each, for good. */
const IdentityLinkSchema = defineEntity({
  name: 'IdentityLink',
  properties: {
    id: p.uuid().primary(),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    serviceId: p.string(),
    /** HMAC of issuer and subject under the installation's secret: recognises them and tells nobody who they are. */
    subjectHash: p.string().unique(),
    linkedAt: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['person'] }],
});
export class IdentityLink extends IdentityLinkSchema.class {}
IdentityLinkSchema.setClass(IdentityLink);

/** Somebody is away at an identity service: works once, in the browser that began, for ten minutes. */
const IdentificationSchema = defineEntity({
  name: 'Identification',
  properties: {
    id: p.uuid().primary(),
    stateHash: p.string().unique(),
    browserHash: p.string(),
    serviceId: p.string(),
    nonce: p.string(),
    /** Of PKCE. */
    verifier: p.string(),
    /** Who proves it for an account and in which session; null: signs in. */
    personId: p.uuid().nullable(),
    sessionId: p.uuid().nullable(),
    level: p.enum(assuranceLevels),
    ags: p.string(),
    next: p.string().nullable(),
    expiresAt: p.datetime(),
  },
});
export class Identification extends IdentificationSchema.class {}
IdentificationSchema.setClass(Identification);

/** One asked-for sign-in: a code bound to the asking browser, or a link; one active per address. */
const SignInSchema = defineEntity({
  name: 'SignIn',
  properties: {
    id: p.uuid().primary(),
    email: p.string().unique(),
    /** The language of the asking browser: becomes that of a new account. */
    locale: p.string(),
    /** HMAC of row and code under the installation's secret: 10⁸ codes are too few for a plain hash. */
    codeHash: p.string(),
    linkHash: p.string().unique(),
    browserHash: p.string().unique(),
    tries: p.integer().default(0),
    expiresAt: p.datetime(),
  },
});
export class SignIn extends SignInSchema.class {}
SignInSchema.setClass(SignIn);
