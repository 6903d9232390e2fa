import type { AuditContribution } from '../../kernel/audit.ts';
import { eventProposalDropped, eventReviewed, eventSubmitted } from '../calendar.events.ts';

export const reviewAudit: AuditContribution = {
  sentences: [
    {
      kind: 'EVENT_SUBMITTED',
      topic: 'EVENTS',
      event: eventSubmitted,
      when: ['isChange', false],
      description: 'An event was submitted for approval.',
    },
    {
      kind: 'EVENT_CHANGE_SUBMITTED',
      topic: 'EVENTS',
      event: eventSubmitted,
      when: ['isChange', true],
      description: 'New wording of a published event was submitted for approval.',
    },
    {
      kind: 'EVENT_CHANGE_DROPPED',
      topic: 'EVENTS',
      event: eventProposalDropped,
      description: 'New wording of a published event was taken back.',
    },
    {
      kind: 'EVENT_APPROVED',
      topic: 'EVENTS',
      event: eventReviewed,
      when: ['outcome', 'APPROVED'],
      description: 'A second person approved an event, or new wording of it.',
    },
    {
      kind: 'EVENT_APPROVED_ALONE',
      topic: 'EVENTS',
      event: eventReviewed,
      when: ['outcome', 'APPROVED_ALONE'],
      description: 'The only reviewer of the town approved an own event, or new wording of it.',
    },
    {
      kind: 'EVENT_RETURNED',
      topic: 'EVENTS',
      event: eventReviewed,
      when: ['outcome', 'RETURNED'],
      description: 'A reviewer returned an event, or new wording of it, to its author.',
    },
  ],
  details: (event) => `
    select d.reason, null::timestamptz as until from event_decision d
    where ${event}.type = '${eventReviewed.type}' and d.event_id = (${event}.facts->>'eventId')::uuid
      and d.version = (${event}.facts->>'version')::int and d.reason is not null`,
};
