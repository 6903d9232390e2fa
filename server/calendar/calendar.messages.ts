import { subscribersSql } from '../group/follow/group.follow.service.ts';
import { groupsReadBy } from '../group/group.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { defineMessage, enqueueMessage, type InboxReader, smsLike, type StoredMessage } from '../kernel/message.ts';
import {
  attendingSql,
  concernedDates,
  earliestConcernedSql,
  latestConcernedSql,
} from './calendar.attending.service.ts';
import { Event, Occurrence } from './calendar.entity.ts';
import { eventPublished, occurrencesCancelled, occurrencesChanged, shiftsMoved } from './calendar.events.ts';
import { writeMail, writePush } from './calendar.letter.service.ts';
import { shownStates } from './calendar.rules.ts';
import { EventType, OccurrenceType } from './calendar.types.ts';

const inbox: InboxReader = {
  subjectTypes: [EventType],
  contentTypes: [OccurrenceType],
  async read(ctx, person, messages) {
    const first = await Promise.all(messages.map((message) => firstConcerned(ctx, person, message)));
    const eventIds = messages.map(({ subjectId }, n) => first[n]?.event.id ?? subjectId);
    const where = {
      id: { $in: [...new Set(eventIds)] },
      state: { $in: [...shownStates] },
      groups: groupsReadBy(person),
    };
    const events = new Map((await ctx.em.find(Event, where, { refresh: true })).map((event) => [event.id, event]));
    const wanted = first.flatMap((date) => date?.id ?? []);
    const found = wanted.length === 0 ? [] : await ctx.em.find(Occurrence, { id: { $in: wanted } }, { refresh: true });
    const dates = new Map(found.map((date) => [date.id, date]));
    const byMessage = new Map(messages.map(({ id }, n) => [id, dates.get(first[n]?.id ?? '') ?? null]));
    return ({ id, subjectId }) => {
      const subject = events.get(byMessage.get(id)?.event.id ?? subjectId) ?? null;
      return { subject, content: subject === null ? null : (byMessage.get(id) ?? null) };
    };
  },
};

/** First date of the person that the message is about; undefined: none, or the message is about the whole event. */
async function firstConcerned(ctx: Context, recipientId: string, { subjectId, version }: StoredMessage) {
  if (version == null) return undefined;
  return (await concernedDates(ctx, { eventId: subjectId, sequence: version, recipientId }))[0];
}

const published = defineMessage({
  kind: 'EVENT_PUBLISHED',
  class: 'BULK',
  interest: 'GROUP',
  description: 'An event was published in a group of the person.',
  module: 'CALENDAR',
  audience: `
    select b.recipient_id, g.group_id
    from event e join event_group g on g.event_id = e.id cross join lateral (${subscribersSql('g.group_id')}) b
    where e.id = m.subject_id and e.state = 'PUBLISHED'`,
  validUntil: 'select max(o.ends_at) from occurrence o where o.event_id = m.subject_id',
  inbox,
  preload,
  mail: (ctx, letter) => writeMail(ctx, letter, 'published'),
  push: (ctx, letter) => writePush(ctx, letter, 'published'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'published')),
});

/** Options of messages about material changes, which are urgent for those who answered. */
const material = {
  class: 'PERSONAL',
  interest: 'ATTENDING',
  module: 'CALENDAR',
  isImmediate: true,
  urgentBefore: earliestConcernedSql,
  validUntil: latestConcernedSql,
  inbox,
  preload,
} as const;

const changed = defineMessage({
  ...material,
  kind: 'EVENT_CHANGED',
  description:
    'Time, place or online address changed for a date that the person attends, or the time of a shift of the person; `content` is the first such date.',
  audience: attendingSql(`o.state <> 'CANCELLED'`),
  mail: (ctx, letter) => writeMail(ctx, letter, 'changed'),
  push: (ctx, letter) => writePush(ctx, letter, 'changed'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'changed')),
});

const cancelled = defineMessage({
  ...material,
  kind: 'EVENT_CANCELLED',
  description: 'A date that the person attends was cancelled; `content` is the first such date.',
  audience: attendingSql(`o.state = 'CANCELLED'`),
  mail: (ctx, letter) => writeMail(ctx, letter, 'cancelled'),
  push: (ctx, letter) => writePush(ctx, letter, 'cancelled'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'cancelled')),
});

export const calendarMessages = [published, changed, cancelled];

export const calendarMessageListeners = [
  on(eventPublished, async (tx, { facts: { municipalityId, eventId } }) => {
    const { author } = await tx.em.findOneOrFail(Event, eventId);
    const senderId = author?.id ?? personId(tx.actor);
    await enqueueMessage(tx, published, { municipalityId, subjectId: eventId, senderId });
  }),
  on(occurrencesChanged, (tx, { facts: { municipalityId, eventId, sequence } }) =>
    enqueueMessage(tx, changed, about(municipalityId, eventId, sequence, personId(tx.actor))),
  ),
  on(shiftsMoved, (tx, { facts: { municipalityId, eventId, sequence } }) =>
    enqueueMessage(tx, changed, about(municipalityId, eventId, sequence, personId(tx.actor))),
  ),
  on(occurrencesCancelled, (tx, { facts: { municipalityId, eventId, sequence } }) =>
    enqueueMessage(tx, cancelled, about(municipalityId, eventId, sequence, personId(tx.actor))),
  ),
];

function about(municipalityId: string, subjectId: string, version: number, senderId: string | null) {
  return { municipalityId, subjectId, version, senderId };
}

function preload({ em }: Context, messages: readonly StoredMessage[]): Promise<unknown> {
  return em.find(Event, { id: { $in: messages.map(({ subjectId }) => subjectId) } }, { populate: ['groups'] });
}
