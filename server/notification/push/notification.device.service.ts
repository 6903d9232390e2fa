import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { signedIn, signedOut } from '../../identity/identity.events.ts';
import { type Person, personId, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError, refusal } from '../../kernel/errors.ts';
import { on, record, type Tx, write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { hashToken, hmacText, lockText, newToken } from '../../kernel/secrets.ts';
import { findMunicipalityNode } from '../../municipality/municipality.service.ts';
import { Contact, Recipient } from '../../recipient/recipient.entity.ts';
import { Delivery, type DeliveryState, Message } from '../notification.entity.ts';
import { deviceAdded, deviceRemoved } from '../notification.events.ts';
import { sendQueue } from '../sending/notification.sender.ts';
import {
  areKeys,
  deviceLimits,
  isPushEndpoint,
  type Subscription,
  testMessage,
  testRate,
} from './notification.push.rules.ts';

/** Contact of the channel PUSH, as its owner sees it. */
export interface Device {
  readonly id: string;
  readonly label: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly forEmergencies: boolean;
  /** True: the browser that sends the request. */
  readonly isThisBrowser: boolean;
  /** State of the newest test message; null: none was sent. */
  readonly testState: DeliveryState | null;
  /** Error code of its last failed try; null: none failed. */
  readonly testFailure: string | null;
}

/**
 * Cookie that recognises a browser with a device: signing out there, or signing in to another account, takes the device
 * off the account. 400 days is the longest time that browsers accept.
 */
const browserCookie = { name: 'push', seconds: 400 * 86_400 } as const;

/** Devices of the actor, the oldest first; empty if the actor is not a person. */
export function listDevices(ctx: Context): Promise<Device[]> {
  return findDevices(ctx, null);
}

/** Device of the actor by id; null: unknown, or a device of another account. */
export async function findDevice(ctx: Context, id: string): Promise<Device | null> {
  const [device] = await findDevices(ctx, id);
  return device ?? null;
}

async function findDevices(ctx: Context, id: string | null): Promise<Device[]> {
  const recipient = personId(ctx.actor);
  if (recipient === null) return [];
  const contacts = await ctx.em.find(
    Contact,
    { recipient, channel: 'PUSH', verifiedAt: { $ne: null }, ...(id !== null && { id }) },
    { orderBy: { id: 'asc' }, limit: deviceLimits.perPerson, refresh: true },
  );
  const tests = await ctx.em.find(
    Delivery,
    { contact: { $in: contacts.map((contact) => contact.id) }, message: { kind: testMessage.kind } },
    { refresh: true },
  );
  const browserHash = browserHashOf(ctx);
  return contacts.map((contact) => {
    const newest = tests.find((delivery) => delivery.contact.id === contact.id);
    return {
      id: contact.id,
      label: contact.label,
      createdAt: contact.createdAt,
      lastUsedAt: contact.lastUsedAt ?? null,
      forEmergencies: contact.forEmergencies,
      isThisBrowser: browserHash !== undefined && contact.browserHash === browserHash,
      testState: newest?.state ?? null,
      testFailure: newest?.failure ?? null,
    };
  });
}

export interface DeviceInput extends Subscription {
  /** Null: the name of the browser's earlier device. */
  readonly label?: string | null;
}

/**
 * Lets the actor's messages come to the browser that sends the request. A browser has one device: it takes the place of
 * an older one of the browser, and of one of another account with the same endpoint. Returns its id. Errors: HTTP_ONLY,
 * UNAUTHENTICATED, FORBIDDEN, TOO_SHORT, TOO_LONG, BAD_CHARACTERS, BAD_ENDPOINT, BAD_KEY, TOO_MANY_DEVICES.
 */
export async function addDevice(ctx: Context, input: DeviceInput): Promise<string> {
  const { endpoint, p256dh, auth } = input;
  const actor = requirePerson(ctx);
  const setCookie = ctx.caller?.setCookie;
  if (setCookie === undefined) throw new DomainError('HTTP_ONLY');
  const check = new InputCheck();
  const label = check.text(input.label ?? (await findLabel(ctx, actor.id)), deviceLimits.label, 'label');
  check.require(isPushEndpoint(endpoint, ctx.config), 'BAD_ENDPOINT', 'no push service of PUSH_HOSTS', 'endpoint');
  check.require(areKeys({ p256dh, auth }), 'BAD_KEY', 'no point of P-256, or no 16 bytes', 'p256dh');
  check.done();
  const browser = ctx.caller?.cookie(browserCookie.name) ?? newToken(16);
  setCookie(browserCookie.name, browser, browserCookie.seconds);
  const browserHash = hashToken(browser);
  const addressHash = hmacText(ctx.secret, endpoint);
  return write(ctx, async (tx) => {
    await tx.em.findOneOrFail(Recipient, actor.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const ofOthers = { addressHash, recipient: { $ne: actor.id } };
    const ofBrowser = { browserHash, addressHash: { $ne: addressHash } };
    await tx.em.nativeDelete(Contact, { channel: 'PUSH', $or: [ofOthers, ofBrowser] });
    const known = await tx.em.findOne(Contact, { recipient: actor.id, channel: 'PUSH', addressHash });
    const id = known?.id ?? v7();
    const address = lockText(tx.secret, id, JSON.stringify({ endpoint, p256dh, auth } satisfies Subscription));
    if (known !== null) {
      Object.assign(known, { address, browserHash, label, refusals: 0, refusedSince: null });
      return id;
    }
    const count = await tx.em.count(Contact, { recipient: actor.id, channel: 'PUSH' });
    if (count >= deviceLimits.perPerson) throw refusal('TOO_MANY_DEVICES');
    const contact = { id, recipient: actor.id, channel: 'PUSH', address, addressHash, browserHash, label };
    tx.em.persist(tx.em.create(Contact, { ...contact, verifiedAt: tx.now() }, { partial: true }));
    await tx.em.flush();
    await record(tx, deviceAdded({ personId: actor.id }));
    return id;
  });
}

/** Name of the device of the browser that sends the request; empty: it has none. */
async function findLabel(ctx: Context, recipientId: string): Promise<string> {
  const browserHash = browserHashOf(ctx);
  if (browserHash === undefined) return '';
  const known = await ctx.em.findOne(Contact, { recipient: recipientId, channel: 'PUSH', browserHash });
  return known?.label ?? '';
}

/** Removes a device of the actor; an unknown id changes nothing. Errors: UNAUTHENTICATED, FORBIDDEN. */
export function removeDevice(ctx: Context, id: string): Promise<void> {
  return write(ctx, async (tx) => {
    const actor = requirePerson(tx);
    const removed = await tx.em.nativeDelete(Contact, { id, recipient: actor.id, channel: 'PUSH' });
    if (removed === 0) return;
    await deleteTests(tx, id);
    await record(tx, deviceRemoved({ personId: actor.id }));
  });
}

/**
 * Sends a test message to a device of the actor; it opens a page of the town. `Device.testState` says what became of it.
 * Errors: UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, NOT_FOUND.
 */
export async function sendTestMessage(ctx: Context, deviceId: string, municipalityId: string): Promise<void> {
  const actor = requirePerson(ctx);
  await ctx.limits.spend(testRate, actor.id);
  await write(ctx, async (tx) => {
    const device = await tx.em.findOne(Contact, { id: deviceId, recipient: actor.id, channel: 'PUSH' });
    const town = await findMunicipalityNode(tx, municipalityId);
    if (device === null || town === null) throw new DomainError('NOT_FOUND');
    await deleteTests(tx, deviceId);
    const id = v7({ msecs: tx.now().getTime() });
    const { kind, lane } = testMessage;
    const message = { id, municipality: town.id, kind, subjectId: deviceId, version: null, at: tx.now() };
    await tx.em.persist(tx.em.create(Message, message)).flush();
    const delivery = { message: id, contact: deviceId, recipient: actor.id, channel: 'PUSH', lane };
    await tx.em.persist(tx.em.create(Delivery, { ...delivery, state: 'PENDING' }, { partial: true })).flush();
    await enqueue(tx, sendQueue('PUSH', lane), { claim: v7() });
  });
}

/** Deletes the earlier test messages of a device, with their deliveries. */
async function deleteTests(tx: Tx, deviceId: string): Promise<void> {
  await tx.em.nativeDelete(Message, { kind: testMessage.kind, subjectId: deviceId });
}

/** A browser belongs to the person who is signed in there: nobody else's messages may appear on its screen. */
export const deviceListeners = [
  on(signedOut, (tx) => detachBrowser(tx, null)),
  on(signedIn, (tx, { facts }) => detachBrowser(tx, facts.personId)),
];

/** Deletes the devices of the browser that sends the request, except those of the person. */
async function detachBrowser(tx: Tx, keptPersonId: string | null): Promise<void> {
  const browserHash = browserHashOf(tx);
  if (browserHash === undefined) return;
  const others = keptPersonId === null ? {} : { recipient: { $ne: keptPersonId } };
  await tx.em.nativeDelete(Contact, { browserHash, ...others });
}

function browserHashOf({ caller }: Context): string | undefined {
  const cookie = caller?.cookie(browserCookie.name);
  return cookie === undefined ? undefined : hashToken(cookie);
}

function requirePerson({ actor }: Context): Person {
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  return actor;
}
