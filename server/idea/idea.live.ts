import { limitAudience, readAudience } from '../group/group.audience.service.ts';
import { DomainError } from '../kernel/errors.ts';
import { announce, type DomainEvent, on, type Tx } from '../kernel/events.ts';
import { defineTopic } from '../kernel/live/topic.ts';
import { Idea } from './idea.entity.ts';
import { type IdeaFacts, ideaHidden, ideaMoved, ideaReached, ideaSupportMoved } from './idea.events.ts';
import { findSeenIdea } from './idea.reading.service.ts';
import { isShown } from './idea.rules.ts';

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
    const { isInsider, isSeenUntil } = await findSeenIdea(ctx, ideaId);
    return limitAudience(isInsider ? 'insider' : 'reader', isSeenUntil);
  },
  read: async (ctx, { ideaId }, limited, { cursor }): Promise<IdeaUpdate> => {
    const audience = await readAudience(ctx, limited);
    const idea = await ctx.em.findOneOrFail(Idea, ideaId, { refresh: true });
    if (audience === 'reader' && !isShown(idea)) throw new DomainError('NOT_FOUND');
    return { idea, cursor };
  },
});

export const ideaListeners = [
  on(ideaSupportMoved, tell),
  on(ideaReached, tell),
  on(ideaMoved, tell),
  on(ideaHidden, tell),
];

function tell(tx: Tx, { facts }: DomainEvent<IdeaFacts>): void {
  announce(tx, ideaSupport, facts);
}
