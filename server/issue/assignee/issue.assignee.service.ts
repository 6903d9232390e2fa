import { LockMode, ref } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { Person, Role } from '../../identity/identity.entity.ts';
import { roleRevoked } from '../../identity/identity.events.ts';
import { personId, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { on, record, type Tx } from '../../kernel/events.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import type { Confided } from '../issue.category.entity.ts';
import { Issue, type IssueRow } from '../issue.entity.ts';
import { issueMoved, issueRerouted } from '../issue.events.ts';
import { mostListed, seenAs } from '../issue.reading.service.ts';
import { decide, lockIssue } from '../issue.service.ts';
import { IssueAssignment, type IssueAssignmentRow } from './issue.assignee.entity.ts';
import { issueAssigned } from './issue.assignee.events.ts';
import { canAssign } from './issue.assignee.rules.ts';

export interface AssignIssueInput {
  readonly issueId: string;
  /** Account of the new assignee; null: nobody. */
  readonly assigneeId: string | null;
  /** Version that the decision was made on. */
  readonly version: number;
}

/** Person to whom an issue is or can be assigned. */
export interface Colleague {
  readonly personId: string;
  readonly name: string | null;
}

/** Maximum number of listed members of a desk. */
const mostColleagues = 100;

/**
 * Assigns an issue to a member of its desk, or to nobody. The same assignee again changes nothing. Refused: WRONG_DESK,
 * NOT_OPEN, NOT_AT_DESK, CONFLICT.
 */
export function assignIssue(ctx: Context, input: AssignIssueInput): Promise<Issue> {
  return decide(ctx, input, async (tx) => {
    const { issue, standing } = await lockIssue(tx, input);
    if (!standing.isStaff) throw new DomainError(strangersCode(tx.actor));
    authorize(canAssign(standing, issue), ['issueId']);
    const { assigneeId } = input;
    if (assigneeId !== null && !(await isMember(tx, issue, assigneeId))) throw refusal('NOT_AT_DESK', 'assigneeId');
    if (assigneeId !== (issue.assignee?.id ?? null)) {
      issue.version++;
      await changeAssignee(tx, issue, assigneeId);
    }
    return seenAs(issue, 'staff');
  });
}

/** Stores the assignee with an entry of the history; the version of the issue has been raised by the caller. */
async function changeAssignee(tx: Tx, issue: Issue, assigneeId: string | null): Promise<void> {
  const { id: issueId, version, municipality, assignee: before = null } = issue;
  const assignee = assigneeId === null ? null : ref(tx.em.getReference(Person, assigneeId));
  issue.assignee = assignee;
  const actor = personId(tx.actor);
  tx.em.persist(tx.em.create(IssueAssignment, { id: v7(), issue, version, at: tx.now(), actor, before, assignee }));
  await tx.em.flush();
  const facts = { issueId, municipalityId: municipality.id, version };
  await record(tx, issueAssigned({ ...facts, isAssigned: assigneeId !== null }));
}

/** A move to another desk ends the assignment; a move that is taken back restores it. */
async function followDesk(tx: Tx, { issueId, was, takesBack }: MovedFacts): Promise<void> {
  if (was === undefined) return;
  const issue = await tx.em.findOneOrFail(Issue, issueId);
  if (was.deskId === (issue.desk?.id ?? null)) return;
  const ended =
    takesBack === undefined ? null : await tx.em.findOne(IssueAssignment, { issue: issueId, version: takesBack });
  const wanted = ended?.before?.id ?? null;
  const next = wanted !== null && (await isMember(tx, issue, wanted)) ? wanted : null;
  if (next !== (issue.assignee?.id ?? null)) await changeAssignee(tx, issue, next);
}
interface MovedFacts {
  readonly issueId: string;
  readonly was?: Confided;
  readonly takesBack?: number;
}

/** A person who no longer works at a desk has none of its issues any more. */
async function leaveDesk(tx: Tx, person: string, desk: string | undefined): Promise<void> {
  if (desk === undefined || (await tx.em.count(Role, { person, desk })) > 0) return;
  const issues = await tx.em.find(
    Issue,
    { assignee: person, desk },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true, orderBy: { id: 'asc' } },
  );
  for (const issue of issues) {
    issue.version++;
    await changeAssignee(tx, issue, null);
  }
}

export const assigneeListeners = [
  on(issueMoved, (tx, { facts }) => followDesk(tx, facts)),
  on(issueRerouted, (tx, { facts }) => followDesk(tx, facts)),
  on(roleRevoked, (tx, { facts: { personId: person, deskId } }) => leaveDesk(tx, person, deskId)),
];

async function isMember(tx: Tx, { desk }: Issue, person: string): Promise<boolean> {
  return desk != null && (await tx.em.count(Role, { person, desk: desk.id })) > 0;
}

/** Members of the desk that has the issue, by name, whose accounts stay; none without a desk. Callers authorize the read. */
export async function listColleagues({ em }: Context, { desk }: Pick<IssueRow, 'desk'>): Promise<Colleague[]> {
  if (desk == null) return [];
  return em.execute(
    `select p.id as "personId", p.display_name as name from person p
     where p.erases_at is null and exists (select from role r where r.person_id = p.id and r.desk_id = ?)
     order by p.display_name nulls last, p.id limit ?`,
    [desk.id, mostColleagues],
  );
}

const assignmentsOf = rowsByOwner(
  rowsOf(IssueAssignment),
  ({ issue }) => issue,
  `where t.issue_id in (${idsParameterSql}) order by t.version`,
);

/** Changes of the assignee, oldest first; at most `mostListed`, the newest. For staff; empty for everybody else. */
export async function listAssignments(ctx: Context, { id, seenBy }: SeenIssue): Promise<IssueAssignmentRow[]> {
  return seenBy === 'staff' ? (await assignmentsOf(ctx, id)).slice(-mostListed) : [];
}
type SeenIssue = Pick<IssueRow, 'id' | 'seenBy'>;
