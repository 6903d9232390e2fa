import { findOpenGroups } from '../../group/follow/group.follow.service.ts';
import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { pageUrl } from '../../kernel/links.ts';
import { fillText, textsIn } from '../../kernel/mail.render.ts';
import { defineMessage, enqueueMessage, type Letter, type MailContent, NoLongerWanted } from '../../kernel/message.ts';
import { signId } from '../../kernel/signedId.ts';
import { askedSql, findAsked, isReached, otherAddressSql } from '../../recipient/recipient.link.service.ts';
import type { FollowedStreet } from '../../street/street.follow.service.ts';
import { findConsentStreets, streetText } from '../../street/street.wish.service.ts';
import { groupsAsked } from '../notification.events.ts';
import { notificationTexts } from '../notification.texts.ts';
import { addedAddress, confirmPurpose, questionKinds } from './notification.follow.rules.ts';

/** Everything but the contacts that the question reaches: of several addresses only the one that it is about. */
const common = {
  class: 'PERSONAL',
  interest: null,
  module: null,
  audience: askedSql('m.subject_id'),
  refused: otherAddressSql('k.id', 'm.subject_id'),
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: writeQuestion,
} as const;

/** Asks the owner of a new address, which gets nothing else before its owner confirms. */
const askedNew = defineMessage({
  ...common,
  kind: questionKinds.new,
  description: 'Somebody without an account asked for messages by e-mail; the owner of the address shall confirm.',
  proves: true,
});

/** Asks the owner of a confirmed address, because strangers may have named it. */
const askedAgain = defineMessage({
  ...common,
  kind: questionKinds.known,
  description:
    'Somebody asked to follow groups or streets with an address that is confirmed already; its owner shall confirm them.',
});

export const followMessages = [askedNew, askedAgain];

/** The event queues both messages, because only when they are sent it is known whether the address is confirmed. */
export const followMessageListeners = [
  on(groupsAsked, async (tx, { facts: { municipalityId, consentId } }) => {
    for (const message of followMessages) await enqueueMessage(tx, message, { municipalityId, subjectId: consentId });
  }),
];

/** Address of a street, and that its bins shall be reminded of. */
function wordsOf(street: FollowedStreet, locale: string): string {
  const address = streetText(street);
  return street.remindsOfWaste ? fillText(textsIn(notificationTexts, locale).withWaste, { address }) : address;
}

/**
 * The mail names no contact of the recipient: the person who asked could have chosen its name, and so the words of the
 * mail.
 */
async function writeQuestion(ctx: Context, { message, town }: Letter): Promise<MailContent> {
  const consent = await findAsked(ctx, message.subjectId);
  if (consent === null || consent.confirmedAt != null) throw new NoLongerWanted();
  const groups = await findOpenGroups(ctx, town.id, consent.groupIds ?? []);
  const streets = await findConsentStreets(ctx, town.id, consent.streets);
  const allStreets = consent.allStreets ? [textsIn(notificationTexts, consent.locale).allStreets] : [];
  const names = [
    ...groups.map(({ name }) => name),
    ...allStreets,
    ...streets.map((one) => wordsOf(one, consent.locale)),
  ];
  if (names.length === 0) throw new NoLongerWanted();
  const isAdded = consent.choice === addedAddress;
  if (isAdded && !(await isReached(ctx, consent.recipient.id))) throw new NoLongerWanted();
  const { groupsAsked: asked, addressAsked } = textsIn(notificationTexts, consent.locale);
  const page = isAdded ? 'notify/address' : 'notify/confirm';
  return {
    text: isAdded ? addressAsked : asked,
    values: {
      town: town.name,
      subjects: names.join(', '),
      link: `${pageUrl(ctx, town.ags, page)}#${signId(ctx.secret, confirmPurpose, consent.id)}`,
    },
  };
}
