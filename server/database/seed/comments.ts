import type { Actor } from '../../kernel/actor.ts';
import type { Services } from '../../kernel/context.ts';
import { commentReaches } from '../../issue/issue.comment.entity.ts';
import { commentIssue } from '../../issue/comment/issue.comment.service.ts';
import { v7 } from 'uuid';
import { at } from './clock.ts';
import { type Cast, staffOf } from './people.ts';
import { type CommentStory, oneOf } from './story.ts';

/** Adds a comment to a report without a move. */
export async function addComment(
  { services, cast }: { readonly services: Services; readonly cast: Cast },
  issueId: string,
  { reporter, claimCode }: { readonly reporter: Actor; readonly claimCode: string | null },
  { by, as, reach, hoursAgo, text }: CommentStory,
): Promise<void> {
  const ctx = at(services, by === 'STAFF' ? staffOf(cast, as) : reporter, -hoursAgo);
  const words = { reach: oneOf(commentReaches, reach), text, tellReporter: false };
  await commentIssue(ctx, { issueId, ...words, claimCode: by === 'STAFF' ? null : claimCode, idempotencyKey: v7() });
}
