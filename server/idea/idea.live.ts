import { announce, type DomainEvent, on, type Tx } from '../kernel/events.ts';
import { defineTopic } from '../kernel/live/topic.ts';
import { Idea } from './idea.entity.ts';
import { type IdeaFacts, ideaMoved, ideaReached, ideaSupportMoved } from './idea.events.ts';
import { findIdea } from './idea.reading.service.ts';

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
    await findIdea(ctx, ideaId);
    return 'reader' as const;
  },
  read: async (ctx, { ideaId }, _audience, { cursor }): Promise<IdeaUpdate> => ({
    idea: await ctx.em.findOneOrFail(Idea, ideaId, { refresh: true }),
    cursor,
  }),
});

export const ideaListeners = [on(ideaSupportMoved, tell), on(ideaReached, tell), on(ideaMoved, tell)];

function tell(tx: Tx, { facts }: DomainEvent<IdeaFacts>): void {
  announce(tx, ideaSupport, facts);
}
