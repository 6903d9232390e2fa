import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { announce, type DomainEvent, on, type Tx } from '../kernel/events.ts';
import { defineTopic, type VersionRange } from '../kernel/live/topic.ts';
import { readLog } from '../kernel/live/version.ts';
import { idsParameterSql } from '../kernel/rows.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { issueCommented } from './issue.comment.events.ts';
import { Issue, type IssueAudience, type IssueRow } from './issue.entity.ts';
import {
  type IssueFacts,
  issueFlagged,
  issueMoved,
  type IssueMovedFacts,
  issuePhotoAdded,
  issuePhotoBlurred,
  issuePhotoJudged,
  issuePhotoRemoved,
  issueReported,
  issueRerouted,
  issueTitled,
  issueVisibilityChanged,
} from './issue.events.ts';
import { canSeeBoard } from './issue.audience.rules.ts';
import {
  type BoardAudience,
  boardAudience,
  issueAudienceOf,
  isOnBoard,
  isReadableFor,
  onBoard,
} from './issue.confidential.rules.ts';
import { readIssues, seenAs } from './issue.reading.service.ts';
import { findIssue, placed } from './issue.service.ts';
import { surveyAnswered, surveyAsked } from './issue.survey.events.ts';

export interface BoardUpdate {
  readonly entries: IssueRow[];
  /** Uuids of issues that are no longer on the board. */
  readonly removedIds: string[];
  readonly reset: boolean;
  readonly cursor: string;
}

/** Number of issues that a subscriber receives first without a usable cursor. */
export const newestPage = 50;

export const issueBoard = defineTopic({
  name: 'issueBoard',
  kind: 'list',
  conflateMs: 0,
  id: (args: { municipalityId: string }) => args.municipalityId,
  audience: async (ctx, { municipalityId }) => {
    authorize(canSeeBoard(ctx.actor, municipalityId));
    await requireModuleIn(ctx, municipalityId, 'ISSUES');
    return boardAudience(ctx.actor, municipalityId);
  },
  read: async (ctx, { municipalityId }, audience, span): Promise<BoardUpdate> => {
    const changes = await changesIn(ctx, span);
    const ids = changes && idsOf(changes);
    const issues = await readIssues(ctx, ...boardOf(municipalityId, audience, ids));
    const known = new Map(issues.map((issue) => [issue.id, seenAs(issue, issueAudienceOf(audience))]));
    const shown = (ids ?? issues.map(({ id }) => id)).flatMap((id) => known.get(id) ?? []);
    const entries = shown.filter((issue) => isOnBoard(placed(issue), audience));
    const removedIds = (ids ?? []).filter((id) => hasLeft(known.get(id), changes ?? [], audience));
    return { entries, removedIds, reset: ids === undefined, cursor: span.cursor };
  },
});

export const issueState = defineTopic({
  name: 'issue',
  kind: 'state',
  conflateMs: 100,
  id: (args: { issueId: string; claimCode: string | null }) => args.issueId,
  audience: async (ctx, { issueId, claimCode }): Promise<StateAudience> => {
    const { seenBy, municipality } = await findIssue(ctx, issueId, claimCode);
    return seenBy === 'staff' ? boardAudience(ctx.actor, municipality.id) : (seenBy ?? 'reporter');
  },
  read: async (ctx, { issueId }, audience, { cursor }) => {
    const issue = await ctx.em.findOne(Issue, issueId, { refresh: true });
    const seenBy = issue === null ? undefined : eyesFor(issue, audience);
    if (issue === null || seenBy === undefined) throw new DomainError('NOT_FOUND');
    return { issue: seenAs(issue, seenBy), cursor };
  },
});
type StateAudience = Exclude<IssueAudience, 'staff'> | BoardAudience;

/** Audience of an update; undefined if the issue became unreadable for the subscriber. */
function eyesFor(issue: Issue, audience: StateAudience): IssueAudience | undefined {
  if (audience === 'public') return issue.isPublic ? audience : undefined;
  if (audience === 'reporter') return audience;
  // Only the town hall reads issues that are set aside.
  const isTheirs = audience === 'partner' ? isOnBoard(placed(issue), audience) : isReadableFor(audience, placed(issue));
  return isTheirs ? issueAudienceOf(audience) : undefined;
}

export const issueListeners = [
  on(issueReported, tell),
  on(issueMoved, tell),
  on(issueRerouted, tell),
  on(issueTitled, tell),
  on(issueVisibilityChanged, tell),
  on(issuePhotoJudged, tell),
  /** Notes change nothing on the board, because it counts messages of the reporter; they update the open issue only. */
  on(issueCommented, (tx, event) => {
    if (event.facts.reach !== 'INTERNAL') announce(tx, issueBoard, event.facts, event);
    announce(tx, issueState, { issueId: event.facts.issueId, claimCode: null });
  }),
  on(issuePhotoAdded, tell),
  on(issueFlagged, tell),
  on(issuePhotoBlurred, tell),
  on(issuePhotoRemoved, tell),
  on(surveyAsked, tellReaders),
  on(surveyAnswered, tellReaders),
];

function tell(tx: Tx, event: DomainEvent<IssueFacts>): void {
  announce(tx, issueBoard, event.facts, event);
  tellReaders(tx, event);
}

/** Updates subscribers of the issue itself. */
function tellReaders(tx: Tx, { facts: { issueId } }: DomainEvent<IssueFacts>): void {
  announce(tx, issueState, { issueId, claimCode: null });
}

/** SQL of the changed issues, or of the newest page of the board. */
function boardOf(municipalityId: string, audience: BoardAudience, ids: readonly string[] | undefined): Selection {
  const ofTown = 'where t.municipality_id = ?';
  if (ids !== undefined) return [`${ofTown} and t.id in (${idsParameterSql})`, [municipalityId, JSON.stringify(ids)]];
  return [
    `${ofTown} and t.flag is null and ${onBoard(audience)} order by t.id desc limit ?`,
    [municipalityId, newestPage],
  ];
}
type Selection = readonly [tail: string, params: readonly unknown[]];

/**
 * Whether an issue left the board of this audience: an id that the audience never saw must not be sent, because it
 * would reveal a complaint.
 */
function hasLeft(issue: IssueRow | undefined, changes: readonly IssueFacts[], audience: BoardAudience): boolean {
  if (issue === undefined) return true;
  if (isOnBoard(placed(issue), audience)) return false;
  if (issue.flag != null) return isReadableFor(audience, placed(issue));
  return changes.some(({ issueId, was }: IssueFacts & Pick<IssueMovedFacts, 'was'>) => {
    return issueId === issue.id && was !== undefined && isReadableFor(audience, was);
  });
}

/**
 * Ids of the changed issues in the order of their last change; undefined: the range is not available, so the subscriber
 * starts over.
 */
export async function changedIds(ctx: Context, span: VersionRange): Promise<string[] | undefined> {
  const changes = await changesIn(ctx, span);
  return changes && idsOf(changes);
}

async function changesIn({ em }: Context, span: VersionRange): Promise<IssueFacts[] | undefined> {
  return (await readLog<IssueFacts>(em, span))?.map(({ facts }) => facts);
}

function idsOf(changes: readonly IssueFacts[]): string[] {
  return [...new Set(changes.map(({ issueId }) => issueId).reverse())].reverse();
}
