import { listFollowed, unfollowGroup } from '../../group/follow/group.follow.service.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError, refusal } from '../../kernel/errors.ts';
import { type Tx, write } from '../../kernel/events.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import type { Interest } from '../../kernel/names.ts';
import type { DeliveryMode } from '../../kernel/message.ts';
import type { Municipality } from '../../municipality/municipality.entity.ts';
import { Contact, type Recipient } from '../../recipient/recipient.entity.ts';
import {
  endRecipient,
  findByLink,
  linkTokenOf,
  listContacts,
  type MaskedContact,
  removeContact,
  renewLinks,
  requireNoPartner,
} from '../../recipient/recipient.link.service.ts';
import { groupInterest } from '../../recipient/recipient.rules.ts';
import { keepConsent } from '../../recipient/recipient.service.ts';
import {
  addAllStreetsFollow,
  endAllStreetsFollows,
  followsAllStreets,
} from '../../street/street.allStreets.service.ts';
import {
  addFollows,
  endStreetFollows,
  type FollowedStreet,
  listFollowedStreets,
  setReminderOf,
} from '../../street/street.follow.service.ts';
import { maskHouse } from '../../street/street.number.rules.ts';
import { disruptionsInterest } from '../../street/street.rules.ts';
import { consentStreets, readStreetChoices, type StreetChoice, wishesOf } from '../../street/street.wish.service.ts';
import { wasteInterest } from '../../waste/waste.rules.ts';
import {
  offeredChannels,
  readMode,
  requireMode,
  type ShownChoice,
  writePreference,
} from '../notification.preference.service.ts';
import { keepBrowser, readBrowser } from '../push/notification.device.service.ts';
import type { Subscription as PushSubscription } from '../push/notification.push.rules.ts';
import { followWording } from './notification.follow.rules.ts';

/** Contact with its global id. */
export interface ShownContact extends Omit<MaskedContact, 'id'> {
  readonly contactId: string;
}

/** Messages that a recipient without an account gets, and its contacts. */
export interface MessageChoices {
  readonly municipality: Municipality;
  readonly contacts: readonly ShownContact[];
  /** Streets that the recipient follows, by name. */
  readonly streets: readonly FollowedStreet[];
  readonly followsAllStreets: boolean;
  readonly preferences: readonly ShownChoice[];
}

/**
 * Choices of the recipient to whom the link belongs, if it belongs to the town. Errors: FORBIDDEN for partners, NOT_FOUND
 * for links that are forged, revoked or of another town.
 */
export async function readChoices(ctx: Context, token: string, municipalityId: string): Promise<MessageChoices> {
  requireNoPartner(ctx);
  const recipient = await findByLink(ctx, token);
  if (recipient?.municipality?.id !== municipalityId) throw new DomainError('NOT_FOUND');
  return choicesOf(ctx, recipient);
}

/**
 * A recipient without an account chooses for each group that it follows and for all its streets together, and for the
 * channels at which it is reached.
 */
export async function choicesOf(ctx: Context, recipient: Recipient): Promise<MessageChoices> {
  const contacts = await listContacts(ctx, recipient.id);
  const offered = await offeredChannels(ctx, recipient.municipality?.id ?? '');
  const channels = [...new Set(contacts.map(({ channel }) => channel))].filter((channel) => offered.includes(channel));
  const municipality = recipient.municipality?.getEntity();
  if (municipality === undefined) throw new DomainError('NOT_FOUND');
  const streets = await listFollowedStreets(ctx, recipient.id, municipality.id);
  const isTownWide = await followsAllStreets(ctx, recipient.id, municipality.id);
  const groups = await listFollowed(ctx, recipient.id);
  const isReminded = streets.some(({ remindsOfWaste }) => remindsOfWaste);
  const subjects = [
    ...groups.map((group) => ({ interest: groupInterest, group }) as const),
    ...(streets.length > 0 || isTownWide ? [{ interest: disruptionsInterest, group: null } as const] : []),
    ...(isReminded ? [{ interest: wasteInterest, group: null } as const] : []),
  ];
  const preferences: ShownChoice[] = [];
  for (const { interest, group } of subjects) {
    for (const channel of channels) {
      const subscription = { recipientId: recipient.id, interest, groupId: group?.id ?? null, channel } as const;
      preferences.push({ interest, group, channel, mode: await readMode(ctx, subscription) });
    }
  }
  const shown = contacts.map(({ id, ...contact }) => ({ contactId: toGlobalId('Contact', id), ...contact }));
  const followed = { streets: streets.map(masked), followsAllStreets: isTownWide };
  return { municipality, contacts: shown, ...followed, preferences };
}

/** The house as its owner recognises it and no further, because the holder of a forwarded mail has its link, too. */
function masked({ houseNumber, ...followed }: FollowedStreet): FollowedStreet {
  return { ...followed, houseNumber: houseNumber === null ? null : maskHouse(houseNumber) };
}

export interface LinkChoice {
  /** A followed group; null: the interest. */
  readonly groupId: string | null;
  /** Subject of the choice without a group: disruptions, or bins, of the followed streets; null: disruptions. */
  readonly interest: Interest | null;
  readonly channel: string;
  readonly mode: DeliveryMode;
}

/**
 * Sets when messages of a followed group, or of the followed streets, come by a channel. Errors: FORBIDDEN for partners,
 * UNKNOWN_LINK, UNKNOWN_GROUP, MODE_NOT_POSSIBLE, CHANNEL_NOT_OFFERED.
 */
export function setModeByLink(
  ctx: Context,
  token: string,
  { groupId, interest: about, channel, mode }: LinkChoice,
): Promise<MessageChoices> {
  return changeByLink(ctx, token, async (tx, { id: recipientId, municipality }) => {
    requireMode(tx, channel, mode);
    const isPossible = mode === 'OFF' || (await offeredChannels(tx, municipality?.id ?? '')).includes(channel);
    if (!isPossible) throw refusal('CHANNEL_NOT_OFFERED', 'channel');
    const followed = await listFollowed(tx, recipientId);
    if (groupId !== null && !followed.some(({ id }) => id === groupId)) throw refusal('UNKNOWN_GROUP', 'groupId');
    const ofStreets = about === wasteInterest ? wasteInterest : disruptionsInterest;
    const interest = groupId === null ? ofStreets : groupInterest;
    await writePreference(tx, { recipientId, interest, groupId, channel, mode });
  });
}

/** Ends that the recipient follows a group; idempotent. Errors: FORBIDDEN for partners, UNKNOWN_LINK. */
export function unfollowByLink(ctx: Context, token: string, groupId: string): Promise<MessageChoices> {
  return changeByLink(ctx, token, (tx, { id }) => unfollowGroup(tx, id, groupId));
}

/**
 * Makes the recipient follow a street, or changes the house, and keeps the consent. Messages come to all its contacts whose
 * choice is not OFF, and to its addresses. Errors: FORBIDDEN for partners, UNKNOWN_LINK, and those of `readStreetChoices`.
 */
export function followStreetByLink(ctx: Context, token: string, choice: StreetChoice): Promise<MessageChoices> {
  return changeByLink(ctx, token, async (tx, { id: recipientId, municipality, locale }) => {
    const municipalityId = municipality?.id ?? '';
    const streets = await readStreetChoices(tx, municipalityId, [choice]);
    const channel = await mainChannelOf(tx, recipientId);
    await addFollows(tx, recipientId, wishesOf(streets), channel);
    const about = { municipalityId, streets: consentStreets(streets), locale: locale ?? 'de' };
    await keepConsent(tx, { recipientId, ...about, choice: channel, wording: followWording });
  });
}

/**
 * Sets whether the recipient is reminded of the bins of a followed street, and keeps the consent. Errors: FORBIDDEN for
 * partners, UNKNOWN_LINK, UNKNOWN_STREET.
 */
export function setWasteReminderByLink(
  ctx: Context,
  token: string,
  streetId: string,
  isOn: boolean,
): Promise<MessageChoices> {
  return changeByLink(ctx, token, async (tx, { id: recipientId, municipality, locale }) => {
    const channel = await mainChannelOf(tx, recipientId);
    await setReminderOf(tx, { recipientId, streetId, isOn, channel });
    if (!isOn) return;
    const municipalityId = municipality?.id ?? '';
    const followed = await listFollowedStreets(tx, recipientId, municipalityId);
    const streets = consentStreets(followed.filter(({ street }) => street.id === streetId));
    const about = { municipalityId, streets, locale: locale ?? 'de' };
    await keepConsent(tx, { recipientId, ...about, choice: channel, wording: followWording });
  });
}

/** Ends that the recipient follows a street; idempotent. Errors: FORBIDDEN for partners, UNKNOWN_LINK. */
export function unfollowStreetByLink(ctx: Context, token: string, streetId: string): Promise<MessageChoices> {
  return changeByLink(ctx, token, (tx, { id }) => endStreetFollows(tx, id, streetId));
}

/**
 * Makes the recipient follow all streets of its town, and keeps the consent, or ends it; idempotent. Messages come as those of
 * a street. Errors: FORBIDDEN for partners, UNKNOWN_LINK.
 */
export function setAllStreetsFollowByLink(ctx: Context, token: string, isFollowing: boolean): Promise<MessageChoices> {
  return changeByLink(ctx, token, async (tx, { id: recipientId, municipality, locale }) => {
    const municipalityId = municipality?.id ?? '';
    if (!isFollowing) return endAllStreetsFollows(tx, recipientId, municipalityId);
    const choice = await mainChannelOf(tx, recipientId);
    await addAllStreetsFollow(tx, recipientId, municipalityId, choice);
    const about = { municipalityId, allStreets: true, locale: locale ?? 'de' };
    await keepConsent(tx, { recipientId, ...about, choice, wording: followWording });
  });
}

/** Channel by which disruptions come from now on: e-mail, or without an address push. */
async function mainChannelOf(ctx: Context, recipientId: string): Promise<'EMAIL' | 'PUSH'> {
  const contacts = await listContacts(ctx, recipientId);
  return contacts.some(({ channel }) => channel === 'EMAIL') ? 'EMAIL' : 'PUSH';
}

/**
 * Deletes a contact; an unknown one changes nothing. Without any contact the recipient ends. Errors: FORBIDDEN for
 * partners, UNKNOWN_LINK.
 */
export function removeContactByLink(ctx: Context, token: string, contactId: string): Promise<MessageChoices> {
  return changeByLink(ctx, token, async (tx, { id }) => {
    await removeContact(tx, id, contactId);
  });
}

/**
 * Stores the new address of the browser that sends the request, in place of the earlier one of the recipient's device.
 * Errors: FORBIDDEN for partners, UNKNOWN_LINK also without a device, and those of `readBrowser`.
 */
export function renewDeviceByLink(
  ctx: Context,
  token: string,
  subscription: PushSubscription,
): Promise<MessageChoices> {
  return changeByLink(ctx, token, async (tx, { id: recipient }) => {
    const known = await tx.em.findOne(Contact, { recipient, channel: 'PUSH' });
    if (known === null) throw refusal('UNKNOWN_LINK', 'token');
    await keepBrowser(tx, recipient, readBrowser(tx, { ...subscription, label: known.label }), known);
  });
}

/** Ends all messages: deletes the contacts and all that is followed. Errors: FORBIDDEN for partners, UNKNOWN_LINK. */
export function endByLink(ctx: Context, token: string): Promise<MessageChoices> {
  return changeByLink(ctx, token, endRecipient);
}

export interface RenewedLink {
  readonly token: string;
  readonly choices: MessageChoices;
}

/**
 * Makes the link and all others to these choices invalid, and returns a new one; links to unsubscribe stay valid. Errors:
 * FORBIDDEN for partners, UNKNOWN_LINK.
 */
export async function renewLink(ctx: Context, token: string): Promise<RenewedLink> {
  let renewed = '';
  const choices = await changeByLink(ctx, token, async (tx, recipient) => {
    await renewLinks(tx, recipient);
    renewed = await linkTokenOf(tx, recipient.id);
  });
  return { token: renewed, choices };
}

/** Runs `change` for the recipient of the link, and returns the choices after it. */
function changeByLink(
  ctx: Context,
  token: string,
  change: (tx: Tx, recipient: Recipient) => Promise<void>,
): Promise<MessageChoices> {
  requireNoPartner(ctx);
  return write(ctx, async (tx) => {
    const recipient = await findByLink(tx, token);
    if (recipient === null) throw refusal('UNKNOWN_LINK', 'token');
    await change(tx, recipient);
    return choicesOf(tx, recipient);
  });
}
