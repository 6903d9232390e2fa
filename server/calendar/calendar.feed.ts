import { addToFeed, changeInFeed, type FeedContribution, idFact, removeFromFeed } from '../kernel/feed.ts';
import { on } from '../kernel/events.ts';
import {
  eventEdited,
  eventPublished,
  eventSplit,
  eventWithdrawn,
  occurrencesCancelled,
  occurrencesChanged,
} from './calendar.events.ts';
import { loadShown } from './calendar.reading.service.ts';
import { EventType } from './calendar.types.ts';

export const eventFeed: FeedContribution = {
  kind: 'EVENT',
  description: 'An event, with its next date.',
  type: EventType,
  typeName: 'Event',
  module: 'CALENDAR',
  scope: 'events:read',
  idOf: (facts) => idFact(facts, 'eventId'),
  load: loadShown,
};

export const eventFeedListeners = [
  on(eventPublished, (tx, event) => addToFeed(tx, event, event.facts.groupIds)),
  on(eventSplit, (tx, event) => addToFeed(tx, event, event.facts.groupIds)),
  on(eventEdited, changeInFeed),
  on(occurrencesChanged, changeInFeed),
  on(occurrencesCancelled, changeInFeed),
  on(eventWithdrawn, removeFromFeed),
];
