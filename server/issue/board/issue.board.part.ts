import type { Contributions } from '../../kernel/domain.ts';
import { IssueBoardResolver, MunicipalityBoardResolver } from './issue.board.resolver.ts';
import { IssueBulkResolver } from './issue.bulk.resolver.ts';
import { exportRouter } from './issue.export.router.ts';
import { openedBoardResolvers } from './issue.opened.resolver.ts';
import { issueReaders } from './issue.readers.live.ts';
import { IssueReadersResolver } from './issue.readers.resolver.ts';
import { IssueUndoResolver } from './issue.undo.resolver.ts';

export const boardPart: Contributions = {
  resolvers: [
    IssueBoardResolver,
    MunicipalityBoardResolver,
    ...openedBoardResolvers,
    IssueBulkResolver,
    IssueReadersResolver,
    IssueUndoResolver,
  ],
  topics: [issueReaders],
  routes: [exportRouter],
};
