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
];
