import { authorize } from '../kernel/errors.ts';
import { defineTopic, topicKey } from '../kernel/live/topic.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { canSeeReaders } from './issue.audience.rules.ts';
import { issueReadersTopic, type Reading } from './issue.events.ts';

/** Somebody of the town hall who has a report open. */
export interface Reader extends Reading {
  readonly personId: string;
  /** Then they count as gone unless they say so again. */
  readonly until: Date;
}

export interface ReadersUpdate {
  readonly readers: readonly Reader[];
  readonly cursor: string;
}

/** Who has which report open: told among the people of the town hall, not to partners. */
export const issueReaders = defineTopic({
  ...issueReadersTopic,
  kind: 'state',
  conflateMs: 500,
  audience: async (ctx, { municipalityId }): Promise<'staff'> => {
    authorize(canSeeReaders(ctx.actor, municipalityId));
    await requireModuleIn(ctx, municipalityId, 'ISSUES');
    return 'staff';
  },
  read: async (ctx, { municipalityId }, _audience, { cursor }): Promise<ReadersUpdate> => {
    const present = await ctx.presence.list<Reading>(topicKey(issueReadersTopic, { municipalityId }));
    const readers = present.map(({ who, what, until }) => ({ ...what, personId: who, until: new Date(until) }));
    return { readers, cursor };
  },
});
