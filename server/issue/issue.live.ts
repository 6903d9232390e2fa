import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { announce, type DomainEvent, on, type Tx } from '../kernel/events.ts';
import { defineTopic, type Span } from '../kernel/live/topic.ts';
import { readLog } from '../kernel/live/version.ts';
import { listed } from '../kernel/rows.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { Issue, type IssueAudience, type IssueRow } from './issue.entity.ts';
import {
  type IssueFacts,
  issueMoved,
  issuePhotoAdded,
  issuePhotoJudged,
  issuePhotoRemoved,
  issueReported,
  issueVisibilityChanged,
} from './issue.events.ts';
import { onBoard } from './issue.board.filter.ts';
import { boardAudience, canSeeBoard, isOnBoard } from './issue.audience.rules.ts';
import { readIssues, seenAs } from './issue.reading.service.ts';
import { findIssue } from './issue.service.ts';

export interface BoardUpdate {
  readonly entries: IssueRow[];
  /** Uuids of issues that are no longer on the board. */
  readonly removedIds: string[];
  readonly reset: boolean;
  readonly cursor: string;
}

/** How many cards a reader starts with when there is no cursor, or one too old. */
export const newestPage = 50;

export const issueBoard = defineTopic({
  name: 'issueBoard',
  kind: 'list',
  conflateMs: 0,
  id: (args: { municipalityId: string }) => args.municipalityId,
  audience: async (ctx, { municipalityId }) => {
    authorize(canSeeBoard(ctx.actor, municipalityId));
    await requireModuleIn(ctx, municipalityId, 'ISSUES');
    return boardAudience(ctx.actor);
  },
  read: async (ctx, { municipalityId }, audience, span): Promise<BoardUpdate> => {
    const ids = await changedIds(ctx, span);
    const issues = await readIssues(ctx, ...boardOf(municipalityId, audience, ids));
    const known = new Map(issues.map((issue) => [issue.id, seenAs(issue, audience)]));
    const shown = (ids ?? issues.map(({ id }) => id)).flatMap((id) => known.get(id) ?? []);
    const entries = shown.filter((issue) => isOnBoard(issue, audience));
    // What this audience never saw has not left its view either: a complaint stays unheard of.
    const removedIds = (ids ?? []).filter((id) => known.get(id)?.status === 'UNCONFIRMED' || !known.has(id));
    return { entries, removedIds, reset: ids === undefined, cursor: span.cursor };
  },
});

export const issueState = defineTopic({
  name: 'issue',
  kind: 'state',
  conflateMs: 100,
  id: (args: { issueId: string; claimCode: string | null }) => args.issueId,
  audience: async (ctx, { issueId, claimCode }): Promise<IssueAudience> =>
    (await findIssue(ctx, issueId, claimCode)).seenBy ?? 'reporter',
  read: async (ctx, { issueId }, audience, { cursor }) => {
    const issue = await ctx.em.findOne(Issue, issueId, { refresh: true });
    if (issue === null || (audience === 'public' && !issue.isPublic)) throw new DomainError('NOT_FOUND');
    return { issue: seenAs(issue, audience), cursor };
  },
});

on(issueReported, (tx, event) => {
  if (event.facts.isConfirmed) tell(tx, event);
});
on(issueMoved, tell);
on(issueVisibilityChanged, tell);
on(issuePhotoJudged, tell);
on(issuePhotoAdded, tell);
on(issuePhotoRemoved, tell);

function tell(tx: Tx, event: DomainEvent<IssueFacts>): void {
  announce(tx, issueBoard, event.facts, event);
  announce(tx, issueState, { issueId: event.facts.issueId, claimCode: null });
}

/** What changed, or the newest that are on the board. */
function boardOf(municipalityId: string, audience: IssueAudience, ids: readonly string[] | undefined): Selection {
  const ofTown = 'where t.municipality_id = ?';
  if (ids !== undefined) return [`${ofTown} and t.id in (${listed})`, [municipalityId, JSON.stringify(ids)]];
  return [`${ofTown} and ${onBoard(audience)} order by t.id desc limit ?`, [municipalityId, newestPage]];
}
type Selection = readonly [tail: string, params: readonly unknown[]];

/** Each changed issue once, in the order of its last change; undefined: start over. */
export async function changedIds(ctx: Context, span: Span): Promise<string[] | undefined> {
  const log = await readLog<IssueFacts>(ctx.em, span);
  return log && [...new Set(log.map(({ facts }) => facts.issueId).reverse())].reverse();
}
