import { canAdminReadGroupSql } from '../group/group.standing.service.ts';
import type { AuditContribution } from '../kernel/audit.ts';
import {
  eventDrafted,
  eventEdited,
  eventPublished,
  eventSplit,
  eventWithdrawn,
  occurrencesCancelled,
  occurrencesChanged,
} from './calendar.events.ts';

export const calendarAudit: AuditContribution = {
  topics: { EVENTS: 'Events.' },
  sentences: [
    { kind: 'EVENT_DRAFTED', topic: 'EVENTS', event: eventDrafted, description: 'A draft was created or changed.' },
    { kind: 'EVENT_PUBLISHED', topic: 'EVENTS', event: eventPublished, description: 'An event was published.' },
    {
      kind: 'EVENT_EDITED',
      topic: 'EVENTS',
      event: eventEdited,
      description: 'Texts or settings of a published event changed.',
    },
    {
      kind: 'EVENT_CHANGED',
      topic: 'EVENTS',
      event: occurrencesChanged,
      description: 'Time, place or online address of dates changed.',
    },
    {
      kind: 'EVENT_DATES_CANCELLED',
      topic: 'EVENTS',
      event: occurrencesCancelled,
      when: ['isWhole', false],
      description: 'Dates of an event were cancelled.',
    },
    {
      kind: 'EVENT_CANCELLED',
      topic: 'EVENTS',
      event: occurrencesCancelled,
      when: ['isWhole', true],
      description: 'An event was cancelled.',
    },
    {
      kind: 'EVENT_SPLIT',
      topic: 'EVENTS',
      event: eventSplit,
      description: 'Later dates of a series became an event of their own.',
    },
    { kind: 'EVENT_WITHDRAWN', topic: 'EVENTS', event: eventWithdrawn, description: 'An event was withdrawn.' },
  ],
  subjects: [
    {
      kind: 'EVENT',
      description: 'An event.',
      type: 'Event',
      sql: (event, viewer) => `
        select t.id, case when exists (
            select from event_group a where a.event_id = t.id and ${canAdminReadGroupSql('a.group_id', viewer)}
          ) then t.title end as name
        from event t where ${event}.type like 'calendar.%' and t.id = (${event}.facts->>'eventId')::uuid`,
    },
  ],
};
