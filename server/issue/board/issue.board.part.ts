import type { Contributions } from '../../kernel/domain.ts';
import { node } from '../../kernel/nodes.ts';
import { IssueBoardResolver, MunicipalityBoardResolver } from './issue.board.resolver.ts';
import { IssueBulkResolver } from './issue.bulk.resolver.ts';
import { exportRouter } from './issue.export.router.ts';
import { openedBoardResolvers } from './issue.opened.resolver.ts';
import { issueReaders } from './issue.readers.live.ts';
import { IssueReadersResolver } from './issue.readers.resolver.ts';
import { SavedFilter } from './issue.saved.entity.ts';
import { SavedFilterResolver } from './issue.saved.resolver.ts';
import { findFilter } from './issue.saved.service.ts';
import { IssueUndoResolver } from './issue.undo.resolver.ts';

export const boardPart: Contributions = {
  entities: [SavedFilter],
  resolvers: [
    IssueBoardResolver,
    MunicipalityBoardResolver,
    ...openedBoardResolvers,
    IssueBulkResolver,
    IssueReadersResolver,
    IssueUndoResolver,
    SavedFilterResolver,
  ],
  nodes: [node('SavedFilter', findFilter)],
  topics: [issueReaders],
  routes: [exportRouter],
};
