import { personRegistered } from '../../../identity/identity.events.ts';
import type { Context } from '../../../kernel/context.ts';
import { on } from '../../../kernel/events.ts';
import { pageUrl } from '../../../kernel/links.ts';
import {
  defineMessage,
  enqueueMessage,
  type Letter,
  type MailContent,
  NoLongerWanted,
} from '../../../kernel/message.ts';
import { recipientEnded } from '../../../recipient/recipient.events.ts';
import { askedSql, otherAddressSql } from '../../../recipient/recipient.link.service.ts';
import { answerAsked } from '../calendar.answer.events.ts';
import { answerTexts, dateValues } from '../calendar.attending.letter.service.ts';
import { adoptAnswers, takeBackAll } from './calendar.linkAnswer.service.ts';
import { AnswerRequest } from './calendar.mailAnswer.entity.ts';
import { confirmToken } from './calendar.mailAnswer.service.ts';

/** Everything but the contacts that the question reaches; `subjectId` is the consent. */
const common = {
  class: 'PERSONAL',
  interest: null,
  module: 'CALENDAR',
  audience: askedSql('m.subject_id'),
  refused: otherAddressSql('k.id', 'm.subject_id'),
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: writeQuestion,
} as const;

/** Asks the owner of a new address, which gets nothing else before its owner confirms. */
const askedNew = defineMessage({
  ...common,
  kind: 'EVENT_ANSWER_ASKED',
  description: 'Somebody without an account answered for a date; the owner of the address shall confirm.',
  proves: true,
});

/** Asks the owner of a confirmed address, because strangers may have named it. */
const askedAgain = defineMessage({
  ...common,
  kind: 'EVENT_ANSWER_ASKED_AGAIN',
  description:
    'Somebody answered for a date without an account and with an address that is confirmed already; its owner shall confirm the answer.',
});

export const mailAnswerMessages = [askedNew, askedAgain];

export const mailAnswerListeners = [
  // Both messages are queued, because only when they are sent it is known whether the address is confirmed.
  on(answerAsked, async (tx, { facts: { municipalityId, consentId } }) => {
    for (const message of mailAnswerMessages)
      await enqueueMessage(tx, message, { municipalityId, subjectId: consentId });
  }),
  on(recipientEnded, (tx, { facts: { recipientId } }) => takeBackAll(tx, recipientId)),
  on(personRegistered, (tx, { facts: { personId } }) => adoptAnswers(tx, personId)),
];

/** The mail does not name the person, because a stranger could have chosen the name, and so the words of the mail. */
async function writeQuestion(ctx: Context, { message, town, recipient }: Letter): Promise<MailContent> {
  const request = await ctx.em.findOne(
    AnswerRequest,
    { consent: message.subjectId },
    { populate: ['slot.occurrence.event'], refresh: true },
  );
  if (request === null) throw new NoLongerWanted();
  const words = answerTexts(recipient.locale);
  const token = confirmToken(ctx, message.subjectId, recipient.linkVersion);
  return {
    text: words.mails.asked,
    values: {
      town: town.name,
      ...dateValues(request.slot.getEntity(), recipient.locale, request.companions),
      answer: words.answers[request.answer],
      link: `${pageUrl(ctx, town.ags, 'events/answers/confirm')}#${token}`,
    },
  };
}
