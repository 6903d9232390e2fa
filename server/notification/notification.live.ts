import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { defineTopic, type VersionRange } from '../kernel/live/topic.ts';
import { readLog } from '../kernel/live/version.ts';
import { inboxTopic, type InboxReadFacts, type MessageFacts } from './notification.events.ts';
import { canReadInbox } from './notification.rules.ts';

export interface InboxUpdate {
  readonly personId: string;
  /** Ids (UUID) of new and newly read messages, oldest first; undefined: the client must reset to the newest page. */
  readonly ids: readonly string[] | undefined;
  readonly cursor: string;
}

/** Maximum number of changes in one update; a subscriber who missed more is reset. */
const mostChanges = 100;

export const inboxStream = defineTopic({
  ...inboxTopic,
  kind: 'list',
  conflateMs: 100,
  audience: (ctx, { personId }: { readonly personId: string }) => {
    authorize(canReadInbox(ctx.actor, personId));
    return Promise.resolve('owner' as const);
  },
  read: async (ctx, { personId }, _audience, span): Promise<InboxUpdate> => {
    return { personId, ids: await changedIds(ctx, span), cursor: span.cursor };
  },
});

async function changedIds(ctx: Context, span: VersionRange): Promise<readonly string[] | undefined> {
  const log = await readLog<Partial<MessageFacts & InboxReadFacts>>(ctx.em, span);
  const changed = log?.map(({ facts }) => (facts.messageId === undefined ? facts.messageIds : [facts.messageId]));
  if (changed === undefined || changed.some((ids) => ids == null)) return undefined;
  const ids = [...new Set(changed.flatMap((some) => some ?? []).reverse())].reverse();
  return ids.length > mostChanges ? undefined : ids;
}
