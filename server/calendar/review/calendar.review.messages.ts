import { defineReviewMessages } from '../../group/group.review.message.service.ts';
import { on } from '../../kernel/events.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { enqueueMessage } from '../../kernel/message.ts';
import { Event, EventDecision } from '../calendar.entity.ts';
import { eventReviewed, eventSubmitted } from '../calendar.events.ts';
import { EventType } from '../calendar.types.ts';
import { EventDecisionType } from './calendar.review.types.ts';
import de from '../locales/review/de.json' with { type: 'json' };
import plain from '../locales/review/de-x-leicht.json' with { type: 'json' };
import en from '../locales/review/en.json' with { type: 'json' };

const { requested, decided } = defineReviewMessages({
  kinds: { requested: 'EVENT_REVIEW_REQUESTED', decided: 'EVENT_REVIEW_DECIDED' },
  noun: 'an event',
  module: 'CALENDAR',
  tables: { name: 'event', groups: 'event_group', decisions: 'event_decision', key: 'event_id' },
  subjectType: EventType,
  decisionType: EventDecisionType,
  texts: { de, 'de-x-leicht': plain, en },
  page: (id) => `events/${toGlobalId('Event', id)}`,
  reviewPage: (id) => `events/review/${toGlobalId('Event', id)}`,
  find: (em, ids, where) => em.find(Event, { $and: [{ id: { $in: ids } }, where] }, { refresh: true }),
  findDecisions: async (em, ids, submittedBy) => {
    const decisions = await em.find(EventDecision, { event: { $in: ids }, submittedBy });
    return decisions.map((decision) => ({ subjectId: decision.event.id, version: decision.version, decision }));
  },
  titleOf: async (em, id) => (await em.findOne(Event, id, { fields: ['title'] }))?.title ?? null,
  findDecision: (em, event, version) => em.findOne(EventDecision, { event, version }),
});

export const reviewMessages = [requested, decided];

export const reviewMessageListeners = [
  on(eventSubmitted, (tx, { facts: { municipalityId, eventId, version } }) =>
    enqueueMessage(tx, requested, { municipalityId, subjectId: eventId, version }),
  ),
  on(eventReviewed, (tx, { facts: { municipalityId, eventId, version } }) =>
    enqueueMessage(tx, decided, { municipalityId, subjectId: eventId, version }),
  ),
];
