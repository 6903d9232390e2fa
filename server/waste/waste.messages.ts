import type { Context } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { pageUrl } from '../kernel/links.ts';
import { fillText, textsIn, type Translations } from '../kernel/mail.render.ts';
import {
  defineMessage,
  enqueueMessage,
  type InboxReader,
  type Letter,
  type MailContent,
  type MailValues,
  type PushContent,
  smsLike,
} from '../kernel/message.ts';
import { wasteImported } from './waste.events.ts';
import {
  collectionSql,
  dayOfMessage,
  movedAudienceSql,
  movedLines,
  reminderAudienceSql,
  reminderWords,
} from './waste.letter.service.ts';
import { WasteDayType } from './waste.types.ts';
import { wasteInterest } from './waste.rules.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };
type Frame = keyof (typeof de)['mails'];
/** Page of the town with the next bins. */
const page = 'waste';

const inbox: InboxReader = {
  subjectTypes: [WasteDayType],
  async read(ctx, person, messages) {
    const days = await Promise.all(
      messages.map(async (one) => [one.id, await dayOfMessage(ctx, person, one)] as const),
    );
    const byMessage = new Map(days);
    return ({ id }) => ({ subject: byMessage.get(id) ?? null, content: null });
  },
};

const writeReminder = (ctx: Context, letter: Letter): Promise<PushContent> => writePush(ctx, letter, 'reminder');
const writeMoved = (ctx: Context, letter: Letter): Promise<PushContent> => writePush(ctx, letter, 'moved');

/** The subject is the town, the version is the day of the collection as yyyymmdd. */
export const wasteReminder = defineMessage({
  kind: 'WASTE_REMINDER',
  class: 'PERSONAL',
  interest: wasteInterest,
  description: 'Bins of the recipient are collected tomorrow.',
  module: 'WASTE',
  audience: reminderAudienceSql,
  validUntil: collectionSql,
  inbox,
  mail: (ctx, letter) => writeMail(ctx, letter, 'reminder'),
  push: writeReminder,
  sms: smsLike(writeReminder),
});

/** The subject is the import. */
const wasteMoved = defineMessage({
  kind: 'WASTE_MOVED',
  class: 'PERSONAL',
  interest: wasteInterest,
  description: 'Collections of the next days were moved.',
  module: 'WASTE',
  audience: movedAudienceSql,
  inbox,
  mail: (ctx, letter) => writeMail(ctx, letter, 'moved'),
  push: writeMoved,
  sms: smsLike(writeMoved),
});

export const wasteMessages = [wasteReminder, wasteMoved];

export const wasteMessageListeners = [
  on(wasteImported, async (tx, { facts: { municipalityId, importId, isNear } }) => {
    if (isNear) await enqueueMessage(tx, wasteMoved, { municipalityId, subjectId: importId });
  }),
];

async function wordsOf(ctx: Context, letter: Letter, frame: Frame): Promise<MailValues> {
  const { town, recipient } = letter;
  const { movedLine } = textsIn(texts, recipient.locale);
  const words =
    frame === 'reminder' ? await reminderWords(ctx, letter) : { lines: await movedLines(ctx, letter, movedLine) };
  return { ...words, town: town.name };
}

async function writeMail(ctx: Context, letter: Letter, frame: Frame): Promise<MailContent> {
  const words = await wordsOf(ctx, letter, frame);
  const { town, recipient } = letter;
  return {
    text: textsIn(texts, recipient.locale).mails[frame],
    values: { ...words, link: pageUrl(ctx, town.ags, page) },
  };
}

async function writePush(ctx: Context, letter: Letter, frame: Frame): Promise<PushContent> {
  const words = await wordsOf(ctx, letter, frame);
  const { title, body } = textsIn(texts, letter.recipient.locale).pushes[frame];
  return { title: fillText(title, words), body: fillText(body, words).trim(), page };
}
