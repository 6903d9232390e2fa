import type { Context } from '../../kernel/context.ts';
import { admitAtDoor } from '../../kernel/door.ts';
import { type Tx, write } from '../../kernel/events.ts';
import { Contact } from '../../recipient/recipient.entity.ts';
import { addLinkRecipient } from '../../recipient/recipient.link.service.ts';
import { keepConsent } from '../../recipient/recipient.service.ts';
import { consentStreets } from '../../street/street.wish.service.ts';
import { type Browser, detach, keepBrowser, readBrowser } from '../push/notification.device.service.ts';
import type { Subscription } from '../push/notification.push.rules.ts';
import { followWording } from './notification.follow.rules.ts';
import { type FollowedThings, type FollowWish, readWish, startFollowing } from './notification.follow.service.ts';

export interface FollowOnDeviceInput extends FollowWish, Subscription {
  /** Name of the device. */
  readonly label: string;
}

export interface FollowedOnDevice extends FollowedThings {
  readonly recipientId: string;
}

/**
 * Makes the browser that sends the request follow groups and streets without an account, in addition to those that it follows already.
 * A new address of the browser takes the place of the old one. Errors: those of `readWish` and `readBrowser`, FORBIDDEN,
 * NOT_FOUND, PROOF_REQUIRED, PROOF_REFUSED.
 */
export async function followOnDevice(ctx: Context, input: FollowOnDeviceInput): Promise<FollowedOnDevice> {
  const { locale, ...things } = await readWish(ctx, input);
  const browser = readBrowser(ctx, input);
  await admitAtDoor(ctx, { act: 'follow', proof: input.proof });
  const { municipalityId } = input;
  return write(ctx, async (tx) => {
    const recipientId = await ensureDeviceRecipient(tx, municipalityId, browser, locale);
    await startFollowing(tx, { recipientId, municipalityId }, things, 'PUSH');
    const groupIds = things.groups.map(({ id }) => id);
    const { allStreets } = things;
    const about = { municipalityId, groupIds, streets: consentStreets(things.streets), allStreets };
    await keepConsent(tx, { recipientId, ...about, locale, choice: 'PUSH', wording: followWording });
    return { ...things, recipientId };
  });
}

/** Recipient of the browser in the town, with its address of today; adds it if it is new. */
async function ensureDeviceRecipient(
  tx: Tx,
  municipalityId: string,
  browser: Browser,
  locale: string,
): Promise<string> {
  const { browserHash, addressHash } = browser;
  await tx.em.execute('select pg_advisory_xact_lock(hashtext(?))', [`device:${municipalityId}:${browserHash}`]);
  const ofTown = { municipality: municipalityId, origin: 'LINK' as const };
  const known = await tx.em.findOne(Contact, { channel: 'PUSH', browserHash, recipient: ofTown });
  const recipientId = known?.recipient.id ?? (await addLinkRecipient(tx, municipalityId, locale));
  await detach(tx, { addressHash, recipient: { ...ofTown, id: { $ne: recipientId } } });
  await keepBrowser(tx, recipientId, browser, known);
  return recipientId;
}
