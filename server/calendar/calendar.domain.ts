import { defineDomain } from '../kernel/domain.ts';
import { feedFields } from '../kernel/feed.ts';
import { node } from '../kernel/nodes.ts';
import { ownedFileRule } from '../media/media.files.service.ts';
import { answerErrors } from './answers/calendar.answer.errors.ts';
import { answerPart } from './answers/calendar.answer.part.ts';
import { calendarAudit } from './calendar.audit.ts';
import { Event, EventFile, EventGroup, Occurrence } from './calendar.entity.ts';
import { OccurrencesChangingResolver } from './calendar.changing.resolver.ts';
import { calendarErrors } from './calendar.errors.ts';
import { eventFeed, eventFeedListeners } from './calendar.feed.ts';
import { eventFiles } from './calendar.files.service.ts';
import { calendarInterests } from './calendar.interest.rules.ts';
import { calendarMessageListeners, calendarMessages } from './calendar.messages.ts';
import { startExtending } from './calendar.nightly.ts';
import { noticeRouter } from './calendar.notice.router.ts';
import { calendarPersonalData, calendarRetention } from './calendar.personalData.ts';
import { findEvent, findOccurrence, findSlot } from './calendar.reading.service.ts';
import { OccurrenceResolver, SlotResolver } from './calendar.occurrence.resolver.ts';
import { EventResolver, GroupEventsResolver, MunicipalityEventsResolver } from './calendar.resolver.ts';
import { icsPart } from './ics/calendar.ics.part.ts';
import { EventWritingResolver } from './calendar.writing.resolver.ts';
import { reviewPart } from './review/calendar.review.part.ts';
import { seedCalendar } from './calendar.seed.ts';
import { Attendance, Slot } from './calendar.slot.entity.ts';
import { calendarToday } from './calendar.today.ts';

declare module '../kernel/names.ts' {
  interface ModuleNames {
    readonly CALENDAR: true;
  }
  interface ScopeNames {
    readonly 'events:read': true;
    readonly 'events:write': true;
  }
}

export const calendar = defineDomain({
  name: 'calendar',
  module: { name: 'CALENDAR', description: 'Events of the town hall and of groups, with their dates and answers.' },
  scopes: [
    { name: 'events:read', description: 'Read the events that are published for everybody, and their dates.' },
    {
      name: 'events:write',
      description:
        'Hand in drafts of events, read, correct and withdraw them; the town hall decides whether they are published.',
    },
  ],
  scopeFields: {
    'events:read': [
      ...feedFields,
      'Event',
      'Attachment',
      'Occurrence',
      'Slot',
      'Query.event',
      'Query.occurrence',
      'Municipality.today',
      'Municipality.occurrences',
      'Municipality.eventDrafts',
      'Group.occurrences',
      'Group.nextOccurrence',
      'Subscription.eventSeats',
    ],
    'events:write': ['Mutation.createEvent', 'Mutation.updateEvent', 'Mutation.withdrawEvent', 'Query.eventDates'],
  },
  userErrors: { ...calendarErrors, ...answerErrors },
  entities: [Event, EventGroup, EventFile, Occurrence, Slot, Attendance],
  resolvers: [
    EventResolver,
    EventWritingResolver,
    OccurrencesChangingResolver,
    OccurrenceResolver,
    SlotResolver,
    MunicipalityEventsResolver,
    GroupEventsResolver,
  ],
  nodes: [node('Event', findEvent), node('Occurrence', findOccurrence), node('Slot', findSlot)],
  listeners: [...eventFeedListeners, ...calendarMessageListeners],
  messages: calendarMessages,
  interests: calendarInterests,
  feeds: [eventFeed],
  fileRules: [ownedFileRule(eventFiles, findEvent)],
  routes: [noticeRouter],
  today: [calendarToday],
  seeds: [seedCalendar],
  servers: [startExtending],
  audit: [calendarAudit],
  personalData: calendarPersonalData,
  retention: calendarRetention,
  parts: [answerPart, icsPart, reviewPart],
});
