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
  issueVisibilityChanged,
} from './issue.events.ts';
import { canSeeBoard } from './issue.audience.rules.ts';
import {
  type BoardAudience,
  boardAudience,
  eyesOf,
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
    return boardAudience(ctx.actor, municipalityId);
  },
  read: async (ctx, { municipalityId }, audience, span): Promise<BoardUpdate> => {
    const changes = await changesIn(ctx, span);
    const ids = changes && idsOf(changes);
    const issues = await readIssues(ctx, ...boardOf(municipalityId, audience, ids));
    const known = new Map(issues.map((issue) => [issue.id, seenAs(issue, eyesOf(audience))]));
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

/** What somebody watches may become a secret while they do: then it is gone for them. */
function eyesFor(issue: Issue, audience: StateAudience): IssueAudience | undefined {
  if (audience === 'public') return issue.isPublic ? audience : undefined;
  if (audience === 'reporter') return audience;
  // What is set aside only the town hall still reads.
  const isTheirs = audience === 'partner' ? isOnBoard(placed(issue), audience) : isReadableFor(audience, placed(issue));
  return isTheirs ? eyesOf(audience) : undefined;
}

export const issueListeners = [
  on(issueReported, (tx, event) => {
    if (event.facts.isConfirmed) tell(tx, event);
  }),
  on(issueMoved, tell),
  on(issueRerouted, tell),
  on(issueVisibilityChanged, tell),
  on(issuePhotoJudged, tell),
  /** The board counts the reporter's words; of a note only those hear who have the report open. */
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

/** Whoever has the report open. */
function tellReaders(tx: Tx, { facts: { issueId } }: DomainEvent<IssueFacts>): void {
  announce(tx, issueState, { issueId, claimCode: null });
}

/** What changed, or the newest that are on the board. */
function boardOf(municipalityId: string, audience: BoardAudience, ids: readonly string[] | undefined): Selection {
  const ofTown = 'where t.municipality_id = ?';
  if (ids !== undefined) return [`${ofTown} and t.id in (${idsParameterSql})`, [municipalityId, JSON.stringify(ids)]];
  return [
    `${ofTown} and t.flag is null and ${onBoard(audience)} order by t.id desc limit ?`,
    [municipalityId, newestPage],
  ];
}
type Selection = readonly [tail: string, params: readonly unknown[]];

/** What this audience never saw has not left its view either: a complaint stays unheard of. */
function hasLeft(issue: IssueRow | undefined, changes: readonly IssueFacts[], audience: BoardAudience): boolean {
  if (issue === undefined) return true;
  if (isOnBoard(placed(issue), audience)) return false;
  if (issue.flag != null || issue.status === 'UNCONFIRMED') return isReadableFor(audience, placed(issue));
  return changes.some(({ issueId, was }: IssueFacts & Pick<IssueMovedFacts, 'was'>) => {
    return issueId === issue.id && was !== undefined && isReadableFor(audience, was);
  });
}

/** Each changed issue once, in the order of its last change; undefined: start over. */
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
