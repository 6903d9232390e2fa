import type { FilterQuery } from '@mikro-orm/core';
import { groupsReadBy } from '../group/group.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { excerptOf } from '../kernel/excerpt.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import { dateLocale, readLocale, variantFor } from '../kernel/locale.ts';
import { fillText, textsIn, type Translations } from '../kernel/mail.render.ts';
import {
  defineMessage,
  enqueueMessage,
  type InboxReader,
  type Letter,
  type MailContent,
  type PushContent,
  smsLike,
  type StoredMessage,
} from '../kernel/message.ts';
import { Poll } from './poll.entity.ts';
import { pollConfirmed, pollCounted, pollOpened, pollOutcomeGiven, pollReminded } from './poll.events.ts';
import { PollOutcome } from './poll.outcome.entity.ts';
import { formerVotersSql, missingVotersSql, openedReadersSql } from './poll.recipients.service.ts';
import { PollType } from './poll.types.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

const inbox: InboxReader = {
  subjectTypes: [PollType],
  async read({ em }, person, messages) {
    const ids = [...new Set(messages.map(({ subjectId }) => subjectId))];
    const isShown: FilterQuery<Poll> = { $or: [{ post: null }, { post: { state: 'PUBLISHED' } }] };
    const where: FilterQuery<Poll> = { $and: [{ id: { $in: ids }, group: groupsReadBy(person) }, isShown] };
    const polls = new Map((await em.find(Poll, where, { refresh: true })).map((poll) => [poll.id, poll]));
    return ({ subjectId }) => ({ subject: polls.get(subjectId) ?? null, content: null });
  },
};

const common = { module: 'POLLS', inbox, preload };
/** End of the poll: a message that asks for a vote is useless after it. */
const closesAtSql = 'select p.closes_at from poll p where p.id = m.subject_id';
const audience = formerVotersSql('select poll_id, person_id from participation');

const opened = defineMessage({
  ...common,
  kind: 'POLL_OPENED',
  class: 'BULK',
  interest: 'GROUP',
  description: 'A poll opened in a group of the person; a poll inside a post is announced by the post.',
  audience: openedReadersSql,
  validUntil: closesAtSql,
  mail: (ctx, letter) => writeMail(ctx, letter, 'opened'),
  push: (ctx, letter) => writePush(ctx, letter, 'opened'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'opened')),
});

const closed = defineMessage({
  ...common,
  kind: 'POLL_CLOSED',
  class: 'BULK',
  interest: 'TAKING_PART',
  description: 'A poll the person took part in has ended.',
  audience,
  mail: (ctx, letter) => writeMail(ctx, letter, 'closed'),
  push: (ctx, letter) => writePush(ctx, letter, 'closed'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'closed')),
});

const confirmed = defineMessage({
  ...common,
  kind: 'POLL_CONFIRMED',
  class: 'BULK',
  interest: 'TAKING_PART',
  description: 'The counted result of a poll the person took part in was confirmed and is public.',
  audience,
  mail: (ctx, letter) => writeMail(ctx, letter, 'confirmed'),
  push: (ctx, letter) => writePush(ctx, letter, 'confirmed'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'confirmed')),
});

const outcome = defineMessage({
  ...common,
  kind: 'POLL_OUTCOME',
  class: 'BULK',
  interest: 'TAKING_PART',
  description: 'The town hall published what happens after a poll the person took part in.',
  audience,
  mail: (ctx, letter) => writeMail(ctx, letter, 'outcome'),
  push: (ctx, letter) => writePush(ctx, letter, 'outcome'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'outcome')),
});

const reminder = defineMessage({
  ...common,
  kind: 'POLL_REMINDER',
  class: 'BULK',
  interest: 'TAKING_PART',
  description: 'A poll ends soon in which the person has not voted.',
  audience: missingVotersSql,
  validUntil: closesAtSql,
  mail: (ctx, letter) => writeMail(ctx, letter, 'reminder'),
  push: (ctx, letter) => writePush(ctx, letter, 'reminder'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'reminder')),
});

export const pollMessages = [opened, closed, confirmed, outcome, reminder];

export const pollMessageListeners = [
  on(pollOpened, async (tx, { facts: { municipalityId, pollId, postId } }) => {
    if (postId === null)
      await enqueueMessage(tx, opened, { municipalityId, subjectId: pollId, senderId: personId(tx.actor) });
  }),
  /** No message at the count of an AFTER_CONFIRMATION poll: the message about the confirmed result covers both. */
  on(pollCounted, async (tx, { facts: { municipalityId, pollId } }) => {
    const { resultsVisibility } = await tx.em.findOneOrFail(Poll, pollId);
    if (resultsVisibility === 'AFTER_CONFIRMATION') return;
    await enqueueMessage(tx, closed, { municipalityId, subjectId: pollId });
  }),
  on(pollConfirmed, (tx, { facts: { municipalityId, pollId } }) =>
    enqueueMessage(tx, confirmed, { municipalityId, subjectId: pollId }),
  ),
  on(pollOutcomeGiven, (tx, { facts: { municipalityId, pollId } }) =>
    enqueueMessage(tx, outcome, { municipalityId, subjectId: pollId, senderId: personId(tx.actor) }),
  ),
  on(pollReminded, (tx, { facts: { municipalityId, pollId } }) =>
    enqueueMessage(tx, reminder, { municipalityId, subjectId: pollId, senderId: personId(tx.actor) }),
  ),
];

function preload({ em }: Context, messages: readonly StoredMessage[]): Promise<unknown> {
  return em.find(Poll, { id: { $in: messages.map(({ subjectId }) => subjectId) } });
}

/** Mail with a link to the poll. Results are left out, because only the page checks who may see them. */
async function writeMail(
  ctx: Context,
  { message, town, group, recipient: { locale } }: Letter,
  key: keyof (typeof de)['mails'],
): Promise<MailContent> {
  const poll = await ctx.em.findOneOrFail(Poll, message.subjectId);
  const given = key === 'outcome' ? await ctx.em.findOne(PollOutcome, poll.id) : null;
  return {
    text: textsIn(texts, locale).mails[key],
    values: {
      town: town.name,
      group: group?.name ?? town.name,
      title: (variantFor(poll.variants, locale) ?? poll).title,
      closes: endOf(poll, town.timeZone, locale),
      text: given === null ? '' : excerptOf(given.html),
      resolution: given?.resolutionUrl ?? '',
      link: pageUrl(ctx, town.ags, `polls/${toGlobalId('Poll', poll.id)}`),
    },
  };
}

function endOf({ closesAt }: Poll, timeZone: string, locale: string): string {
  const style = { dateStyle: 'full', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(dateLocale(readLocale(locale)), style).format(closesAt);
}

/** Text for a device: the title of the poll, and nothing of its result. */
async function writePush(
  { em }: Context,
  { message, town, recipient: { locale } }: Letter,
  key: keyof (typeof de)['pushes'],
): Promise<PushContent> {
  const poll = await em.findOneOrFail(Poll, message.subjectId);
  const { title, body } = textsIn(texts, locale).pushes[key];
  const values = {
    title: (variantFor(poll.variants, locale) ?? poll).title,
    closes: endOf(poll, town.timeZone, locale),
  };
  return { title, body: fillText(body, values), page: `polls/${toGlobalId('Poll', poll.id)}` };
}
