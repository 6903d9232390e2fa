import type { Contributions } from '../../kernel/domain.ts';
import { IssueTitleChange } from './issue.title.entity.ts';
import { IssueTitleChangeResolver, IssueTitleResolver } from './issue.title.resolver.ts';

export const titlePart: Contributions = {
  entities: [IssueTitleChange],
  resolvers: [IssueTitleResolver, IssueTitleChangeResolver],
};
