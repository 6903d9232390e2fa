import { limitAudience, readAudience } from '../group/group.audience.service.ts';
import { announce, type DomainEvent, on, type Tx } from '../kernel/events.ts';
import { defineTopic } from '../kernel/live/topic.ts';
import { Idea } from './idea.entity.ts';
import { type IdeaFacts, ideaMoved, ideaReached, ideaSupportMoved } from './idea.events.ts';
import { findSeenIdea } from './idea.reading.service.ts';

export interface IdeaUpdate {
  readonly idea: Idea;
  readonly cursor: string;
}

/** Live number of supporters and state of one idea. */
export const ideaSupport = defineTopic({
  name: 'ideaSupport',
  kind: 'state',
  conflateMs: 100,
  id: (args: { ideaId: string }) => args.ideaId,
  audience: async (ctx, { ideaId }) => {
    const { isSeenUntil } = await findSeenIdea(ctx, ideaId);
    return limitAudience('reader', isSeenUntil);
  },
  read: async (ctx, { ideaId }, limited, { cursor }): Promise<IdeaUpdate> => {
    await readAudience(ctx, limited);
    return { idea: await ctx.em.findOneOrFail(Idea, ideaId, { refresh: true }), cursor };
  },
});

export const ideaListeners = [on(ideaSupportMoved, tell), on(ideaReached, tell), on(ideaMoved, tell)];

function tell(tx: Tx, { facts }: DomainEvent<IdeaFacts>): void {
  announce(tx, ideaSupport, facts);
}
