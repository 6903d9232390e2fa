import { findOpenGroups, followGroups, listFollowed } from '../../group/follow/group.follow.service.ts';
import type { Group } from '../../group/group.entity.ts';
import type { Context } from '../../kernel/context.ts';
import { admitAtDoor, mayMailTo, notePass, returnPass } from '../../kernel/door.ts';
import { readEmail } from '../../kernel/email.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { type Locale, requireLocale } from '../../kernel/locale.ts';
import { readSignedId } from '../../kernel/signedId.ts';
import { findMunicipalityNode } from '../../municipality/municipality.service.ts';
import type { Consent } from '../../recipient/recipient.entity.ts';
import {
  confirmConsent,
  ensureMailRecipient,
  findAsked,
  planForgetting,
} from '../../recipient/recipient.link.service.ts';
import { groupInterest } from '../../recipient/recipient.rules.ts';
import { keepConsent } from '../../recipient/recipient.service.ts';
import { addAllStreetsFollow, followsStreets } from '../../street/street.allStreets.service.ts';
import { addFollows, type FollowedStreet, listFollowedStreets } from '../../street/street.follow.service.ts';
import { disruptionsInterest } from '../../street/street.rules.ts';
import {
  consentStreets,
  findConsentStreets,
  readStreetChoices,
  type StreetChoice,
  wishesOf,
} from '../../street/street.wish.service.ts';
import { wasteInterest } from '../../waste/waste.rules.ts';
import { Delivery, Preference } from '../notification.entity.ts';
import { groupsAsked } from '../notification.events.ts';
import { readMode, type Subscription, writePreference } from '../notification.preference.service.ts';
import {
  addedAddress,
  canFollowWithoutAccount,
  confirmPurpose,
  followWording,
  mostGroups,
  questionKinds,
} from './notification.follow.rules.ts';

/** Groups and streets that somebody without an account wants to follow. */
export interface FollowWish {
  readonly municipalityId: string;
  readonly groupIds: readonly string[];
  /** Null or absent: none. */
  readonly streets?: readonly StreetChoice[] | null;
  /** Whether all streets of the town are wanted; null or absent: no. */
  readonly allStreets?: boolean | null;
  /** Language in which the person agreed, and that of the messages. */
  readonly locale: string;
  /** Solution of a proof of work. */
  readonly proof?: string | null;
}

/** Groups and streets that are followed, or shall be. */
export interface FollowedThings {
  readonly groups: readonly Group[];
  readonly streets: readonly FollowedStreet[];
  /** Whether all streets of the town are followed. */
  readonly allStreets: boolean;
}

/**
 * Asks the owner of an address by mail whether messages of groups and streets shall come there; nothing else is sent before the owner
 * confirms. The answer is the same for known and unknown addresses, and beyond the limits of the mailbox, where nothing is
 * stored or sent. Returns the groups and streets. Errors: FORBIDDEN, NOT_FOUND, BAD_EMAIL, PROOF_REQUIRED, PROOF_REFUSED and those of
 * `readWish`.
 */
export async function followByMail(
  ctx: Context,
  wish: FollowWish & { readonly email: string },
): Promise<FollowedThings> {
  const { locale, ...things } = await readWish(ctx, wish);
  const email = readEmail(wish.email);
  if (email === undefined) throw refusal('BAD_EMAIL', 'email');
  const pass = await admitAtDoor(ctx, { act: 'follow', proof: wish.proof });
  if (await mayMailTo(ctx, email)) {
    const consentId = await write(ctx, (tx) => askOwner(tx, wish.municipalityId, things, { email, locale }));
    await notePass(ctx, ticketOf(consentId), pass);
  }
  return things;
}

/**
 * Checks the groups, the streets and the language of a wish. Errors: FORBIDDEN, NOT_FOUND, NO_GROUP, TOO_MANY,
 * UNKNOWN_GROUP, UNKNOWN_LOCALE and those of `readStreetChoices`.
 */
export async function readWish(
  ctx: Context,
  { municipalityId, groupIds, streets: choices, allStreets: isTownWide, locale }: FollowWish,
): Promise<FollowedThings & { readonly locale: Locale }> {
  authorize(canFollowWithoutAccount(ctx.actor));
  if ((await findMunicipalityNode(ctx, municipalityId)) === null) throw new DomainError('NOT_FOUND');
  const allStreets = isTownWide === true;
  if (groupIds.length + (choices?.length ?? 0) === 0 && !allStreets) throw refusal('NO_GROUP', 'groupIds');
  if (groupIds.length > mostGroups) throw refusal('TOO_MANY', 'groupIds');
  const groups = await findOpenGroups(ctx, municipalityId, groupIds);
  if (groups.length < new Set(groupIds).size) throw refusal('UNKNOWN_GROUP', 'groupIds');
  const streets = await readStreetChoices(ctx, municipalityId, choices ?? []);
  return { groups, streets, allStreets, locale: requireLocale(locale) };
}

/** Keeps what was asked and records the event, which queues the mail with the link; returns the id of the consent. */
async function askOwner(
  tx: Tx,
  municipalityId: string,
  { groups, streets, allStreets }: FollowedThings,
  { email, locale }: { readonly email: string; readonly locale: string },
): Promise<string> {
  const known = await ensureMailRecipient(tx, municipalityId, email, locale);
  const groupIds = groups.map(({ id }) => id);
  const about = { municipalityId, groupIds, streets: consentStreets(streets), allStreets };
  const asked = { ...known, ...about, locale, choice: 'EMAIL', wording: followWording };
  const consentId = await keepConsent(tx, asked);
  await planForgetting(tx, consentId);
  await record(tx, groupsAsked({ municipalityId, consentId }));
  return consentId;
}

export interface ConfirmedFollow extends FollowedThings {
  /** Recipient that follows the groups and streets now; null: the link was used before, and what was chosen since then stays. */
  readonly recipientId: string | null;
}

/**
 * Confirms an address with the link in the mail: its owner follows the groups and streets, whose messages come by e-mail at once. A
 * repeated call changes nothing. Errors: FORBIDDEN for partners; UNKNOWN_LINK also for an address that was deleted.
 */
export async function confirmFollow(ctx: Context, token: string): Promise<ConfirmedFollow> {
  if (ctx.actor.kind === 'partner') throw new DomainError('FORBIDDEN');
  const consentId = readSignedId(ctx.secret, confirmPurpose, token);
  if (consentId === undefined) throw refusal('UNKNOWN_LINK', 'token');
  const confirmed = await write(ctx, async (tx) => {
    const consent = await findAsked(tx, consentId);
    if (consent === null) throw refusal('UNKNOWN_LINK', 'token');
    const municipalityId = consent.municipality.id;
    const groups = await findOpenGroups(tx, municipalityId, consent.groupIds ?? []);
    const streets = await findConsentStreets(tx, municipalityId, consent.streets);
    const things = { groups, streets, allStreets: consent.allStreets };
    const outcome = await confirmConsent(tx, consent, await findMailedAt(tx, consent));
    if (outcome === 'GONE') throw refusal('UNKNOWN_LINK', 'token');
    if (outcome === 'KNOWN') return { ...things, recipientId: null };
    const recipientId = consent.recipient.id;
    if (consent.choice === addedAddress) await startChannel(tx, consent, 'EMAIL');
    else await startFollowing(tx, { recipientId, municipalityId }, things, 'EMAIL');
    return { ...things, recipientId };
  });
  await returnPass(ctx, ticketOf(consentId));
  return confirmed;
}

/** Makes a recipient without an account follow groups and streets by a channel; a choice that is not OFF stays. */
export async function startFollowing(
  tx: Tx,
  { recipientId, municipalityId }: { readonly recipientId: string; readonly municipalityId: string },
  { groups, streets, allStreets }: FollowedThings,
  channel: string,
): Promise<void> {
  await followGroups(
    tx,
    recipientId,
    groups.map(({ id }) => id),
  );
  for (const { id: groupId } of groups) {
    const subscription = { recipientId, interest: groupInterest, groupId, channel } as const;
    if ((await readMode(tx, subscription)) === 'OFF') await writePreference(tx, { ...subscription, mode: 'NOW' });
  }
  await addFollows(tx, recipientId, wishesOf(streets), channel);
  if (allStreets) await addAllStreetsFollow(tx, recipientId, municipalityId, channel);
}

/**
 * Lets all followed groups and streets come by a channel that is new to the recipient; what has a choice for it keeps the
 * choice.
 */
async function startChannel(tx: Tx, { recipient, municipality }: Consent, channel: string): Promise<void> {
  const groups = await listFollowed(tx, recipient.id);
  for (const { id: groupId } of groups)
    await startInterest(tx, { interest: groupInterest, groupId }, recipient.id, channel);
  if (await followsStreets(tx, recipient.id, municipality.id))
    await startInterest(tx, { interest: disruptionsInterest, groupId: null }, recipient.id, channel);
  const streets = await listFollowedStreets(tx, recipient.id, municipality.id);
  if (streets.some(({ remindsOfWaste }) => remindsOfWaste))
    await startInterest(tx, { interest: wasteInterest, groupId: null }, recipient.id, channel);
}

async function startInterest(
  tx: Tx,
  { interest, groupId }: Pick<Subscription, 'interest' | 'groupId'>,
  recipientId: string,
  channel: string,
): Promise<void> {
  const chosen = { recipient: recipientId, group: groupId, interest, channel };
  if ((await tx.em.count(Preference, chosen)) === 0)
    await writePreference(tx, { recipientId, groupId, interest, channel, mode: 'NOW' });
}

/** When the mail that asks for the consent was sent; null: it is not sent yet. */
async function findMailedAt({ em }: Tx, { id }: Consent): Promise<Date | null> {
  const mailed = await em.findOne(
    Delivery,
    {
      message: { kind: { $in: Object.values(questionKinds) }, subjectId: id },
      channel: 'EMAIL',
      sentAt: { $ne: null },
    },
    { refresh: true },
  );
  return mailed?.sentAt ?? null;
}

/** Name of the note about the point that a request for a consent has used. */
export function ticketOf(consentId: string): string {
  return `groups:${consentId}`;
}
