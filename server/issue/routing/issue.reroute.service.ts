import { ref } from '@mikro-orm/core';
import { strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx } from '../../kernel/events.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import { Desk } from '../../municipality/municipality.entity.ts';
import { findDesk } from '../../municipality/municipality.service.ts';
import { IssueMerge } from '../follow/issue.merge.entity.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import { type Issue, IssueMove } from '../issue.entity.ts';
import { issueRerouted } from '../issue.events.ts';
import { seenAs } from '../issue.reading.service.ts';
import { decide, lockIssue, persistMove } from '../issue.service.ts';
import { setIssueVisibility } from '../visibility/issue.visibility.service.ts';
import { IssueReroute, type IssueRerouteRow } from './issue.reroute.entity.ts';
import { canReroute } from './issue.reroute.rules.ts';
import { routeIssue } from './issue.routing.service.ts';

export interface RerouteInput {
  readonly issueId: string;
  /** New desk; null: the desk that routing selects for the category and the place. */
  readonly deskId?: string | null;
  /** New category; null: unchanged. */
  readonly categoryId?: string | null;
  /** Reason for the town hall only. */
  readonly reason: string;
  readonly version: number;
  readonly lastComment?: number | null;
  readonly tellReporter: boolean;
}

/** Changes the desk or the category of an open issue. Refused: SAME_DESK, NOT_OPEN, COMPLAINT_ALONE, CONFLICT … */
export function rerouteIssue(ctx: Context, input: RerouteInput): Promise<Issue> {
  return decide(ctx, input, async (tx) => {
    const { issue, standing } = await lockIssue(tx, input);
    const verdict = canReroute(standing, issue);
    if (!standing.isStaff) throw new DomainError(strangersCode(tx.actor));
    authorize(verdict);
    const reason = readReason(input.reason);
    const category = await findCategory(tx, issue, input.categoryId);
    const desk = await chooseDesk(tx, issue, category, input.deskId);
    if (desk.id === issue.desk?.id && category.id === issue.category.id) throw refusal('SAME_DESK', 'deskId');
    if (category.kind === 'COMPLAINT') await makeSecret(tx, issue);
    await persistRerouted(tx, issue, { desk, category, reason, tellReporter: input.tellReporter });
    return seenAs(issue, 'staff');
  });
}

/**
 * Hides an issue that becomes a complaint. Refused with COMPLAINT_ALONE if others were merged into it, because their
 * readers would see it.
 */
async function makeSecret(tx: Tx, issue: Issue): Promise<void> {
  if ((await tx.em.count(IssueMerge, { parent: issue.id })) > 0) throw refusal('COMPLAINT_ALONE', 'categoryId');
  if (issue.isPublic) await setIssueVisibility(tx, issue.id, false);
}

interface NewPlace {
  readonly desk: Desk;
  readonly category: IssueCategory;
  readonly reason: string;
  readonly tellReporter: boolean;
}

/** Stores the new desk and category; planned time and addressee of the last move stay as they are. */
async function persistRerouted(
  tx: Tx,
  issue: Issue,
  { desk, category, reason, tellReporter }: NewPlace,
): Promise<void> {
  const was = { kind: issue.kind, deskId: issue.desk?.id ?? null };
  const fromDesk = issue.desk ?? null;
  const fromCategory = issue.category;
  const last = await tx.em.findOneOrFail(IssueMove, { issue: issue.id }, { orderBy: { version: 'desc' } });
  const { scheduledFor = null, addressee = null } = last;
  issue.desk = ref(desk);
  issue.category = ref(category);
  issue.kind = category.kind;
  issue.version++;
  issue.updatedAt = tx.now();
  const move = persistMove(tx, issue, 'STAFF', { from: issue.status, scheduledFor, addressee });
  tx.em.persist(tx.em.create(IssueReroute, { move, fromDesk, fromCategory, category, reason }));
  await tx.em.flush();
  const facts = { issueId: issue.id, municipalityId: issue.municipality.id, deskId: desk.id, version: issue.version };
  await record(tx, issueRerouted({ ...facts, tellReporter, was }));
}

function readReason(given: string): string {
  const check = new InputCheck();
  check.require(given.trim() !== '', 'REASON_REQUIRED', 'say why', 'reason');
  const reason = check.multiline(given, [0, 1000], 'reason');
  check.done();
  return reason;
}

async function findCategory(tx: Tx, issue: Issue, id: string | null | undefined): Promise<IssueCategory> {
  const municipality = issue.municipality.id;
  const category = await tx.em.findOne(IssueCategory, { id: id ?? issue.category.id, municipality });
  if (category === null) throw refusal('UNKNOWN_CATEGORY', 'categoryId');
  return category;
}

async function chooseDesk(tx: Tx, issue: Issue, category: IssueCategory, id?: string | null): Promise<Desk> {
  const municipalityId = issue.municipality.id;
  if (id != null) return findDesk(tx, municipalityId, id);
  const { deskId } = await routeIssue(tx, { municipalityId, category, point: placedAt(issue) });
  return tx.em.findOneOrFail(Desk, deskId);
}

function placedAt({ lat, lon }: Issue): { lat: number; lon: number } {
  return { lat, lon };
}

const reroutesOf = rowsByOwner(rowsOf(IssueReroute), ({ move }) => move, `where t.move_id in (${idsParameterSql})`);

/**
 * Change of desk or category that a move made, batched into one statement for a page of moves. Null: the move changed
 * neither.
 */
export async function rerouteOf(ctx: Context, moveId: string): Promise<IssueRerouteRow | null> {
  const [reroute] = await reroutesOf(ctx, moveId);
  return reroute ?? null;
}
