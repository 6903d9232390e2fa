import { pipeline } from 'node:stream/promises';
import { type Request, Router } from 'express';
import type { Services } from '../../kernel/context.ts';
import { choiceOf } from '../../kernel/ids.ts';
import { answerFailures, type Authenticate, contextOf } from '../../kernel/routes.ts';
import { findMunicipality } from '../../municipality/municipality.service.ts';
import { type IssueKind, issueKinds } from '../issue.category.entity.ts';
import type { BoardFilter } from './issue.board.filter.ts';
import { type IssueStage, issueStages } from '../issue.entity.ts';
import { exportBoard } from './issue.export.service.ts';

/** `GET /boards/<ags>/issues.csv`: the board as CSV for those who may see it, with the filter of the page's address. */
export function exportRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const context = contextOf(services, authenticate);
  const failing = answerFailures(services);

  router.get('/boards/:ags/issues.csv', async (request, response) => {
    try {
      const ctx = await context(request, response);
      const town = await findMunicipality(ctx, String(request.params.ags));
      const lines = await exportBoard(ctx, town, filterOf(request));
      const name = `meldungen-${town.ags}-${ctx.now().toISOString().slice(0, 10)}.csv`;
      response.set({ 'Content-Type': 'text/csv; charset=utf-8', 'Cache-Control': 'no-store' });
      response.set('Content-Disposition', `attachment; filename="${name}"`);
      await pipeline(lines, response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else failing(error, request, response);
    }
  });
  return router;
}

function filterOf({ query }: Request): BoardFilter {
  const text = (name: string): string | null =>
    typeof query[name] === 'string' && query[name] !== '' ? query[name] : null;
  const desk = text('desk');
  const category = text('category');
  const stages = text('stages')?.split(',');
  return {
    stages: stages ? issueStages.filter((stage: IssueStage) => stages.includes(stage)) : null,
    deskId: desk === null || desk === 'none' ? null : choiceOf('Desk', desk),
    withoutDesk: desk === 'none',
    categoryId: category === null ? null : choiceOf('IssueCategory', category),
    kind: issueKinds.find((kind: IssueKind) => kind === text('kind')) ?? null,
    search: text('search'),
    street: text('street'),
    mine: text('mine') === 'yes',
    reopened: text('reopened') === 'yes',
    overdue: text('overdue') === 'yes',
    dueToday: text('due') === 'today',
    sinceYesterday: text('since') === 'yesterday',
    unanswered: text('waiting') === 'yes',
  };
}
