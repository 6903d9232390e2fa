import { newIdempotencyKey } from '../../shared/idempotency.ts';
import type { ReadyOperation } from './readyOperation.ts';

/**
 * Example mutations. Each choice creates a new idempotency key, so that a repeated request creates no second object.
 */
export const actOperations: readonly ReadyOperation[] = [
  {
    id: 'report',
    scope: 'ISSUES_WRITE',
    query: `mutation Report($input: ReportIssueInput!) {
  reportIssue(input: $input) { issue { reference status } userErrors { code message path } }
}`,
    variables: ({ municipalityId, categoryId, point }) => ({
      input: {
        municipalityId,
        categoryId,
        kind: 'DEFECT',
        point,
        address: 'Sensor 17',
        text: 'The street lamp has been off for two nights.',
        idempotencyKey: newIdempotencyKey(),
      },
    }),
  },
  {
    id: 'draft',
    scope: 'POSTS_WRITE',
    query: `mutation Draft($input: CreatePostInput!) {
  createPost(input: $input) { post { id title state } userErrors { code message path } }
}`,
    variables: ({ townGroupId }) => ({
      input: {
        title: 'Low water on the Rhine',
        body: 'The ferry runs **every hour** until Sunday.',
        groupIds: [townGroupId],
        isDraft: true,
        idempotencyKey: newIdempotencyKey(),
      },
    }),
  },
  {
    id: 'eventDraft',
    scope: 'EVENTS_WRITE',
    query: `mutation EventDraft($input: CreateEventInput!) {
  createEvent(input: $input) { event { id title state } userErrors { code message path } }
}`,
    variables: ({ townGroupId }) => ({
      input: {
        title: 'Concert of the music school',
        place: 'Music school, hall',
        dates: { ...eveningOfNextWeek(), isAllDay: false },
        slots: [{ kind: 'ATTENDANCE', capacity: 120 }],
        groupIds: [townGroupId],
        isDraft: true,
        idempotencyKey: newIdempotencyKey(),
      },
    }),
  },
];

/** Start and end of an event of 90 minutes in seven days. */
function eveningOfNextWeek() {
  const start = new Date(Date.now() + 7 * 86_400_000);
  start.setHours(19, 0, 0, 0);
  return { startsAt: start.toISOString(), endsAt: new Date(start.getTime() + 5_400_000).toISOString() };
}
