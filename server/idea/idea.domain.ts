import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { ideaAudit } from './idea.audit.ts';
import { CouncilTask, Idea, IdeaSupport, IdeaThreshold } from './idea.entity.ts';
import { ideaErrors } from './idea.errors.ts';
import { ideaListeners, ideaSupport } from './idea.live.ts';
import { ideaMessageListeners, ideaMessages } from './idea.messages.ts';
import { ideaPersonalData, ideaRetention } from './idea.personalData.ts';
import { findIdea } from './idea.reading.service.ts';
import { IdeaResolver } from './idea.resolver.ts';
import { seedIdeas } from './idea.seed.ts';
import { CouncilTaskResolver, MunicipalityIdeasResolver } from './idea.town.resolver.ts';

declare module '../kernel/names.ts' {
  interface ModuleNames {
    readonly IDEAS: true;
  }
}

export const idea = defineDomain({
  name: 'idea',
  module: { name: 'IDEAS', description: 'Ideas of citizens, and support for them.' },
  userErrors: ideaErrors,
  scopeFields: { 'posts:read': ['Idea', 'Query.idea', 'Municipality.ideas', 'Subscription.ideaSupport'] },
  entities: [Idea, IdeaSupport, CouncilTask, IdeaThreshold],
  resolvers: [IdeaResolver, MunicipalityIdeasResolver, CouncilTaskResolver],
  nodes: [node('Idea', findIdea)],
  listeners: [...ideaListeners, ...ideaMessageListeners],
  messages: ideaMessages,
  topics: [ideaSupport],
  audit: [ideaAudit],
  seeds: [seedIdeas],
  personalData: ideaPersonalData,
  retention: ideaRetention,
});
