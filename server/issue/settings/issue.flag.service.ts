import { personId, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { on, record, type Tx } from '../../kernel/events.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import { Issue, type IssueFlag } from '../issue.entity.ts';
import { issueFlagged, issueRerouted } from '../issue.events.ts';
import { seenAs } from '../issue.reading.service.ts';
import { decide, holdIssue, requireRead } from '../issue.service.ts';
import { isPublishable } from '../issue.visibility.rules.ts';
import { changeVisibility } from '../visibility/issue.visibility.service.ts';
import { IssueFlagging } from './issue.flag.entity.ts';

export interface FlagIssueInput {
  readonly issueId: string;
  readonly flag: IssueFlag;
  readonly reason: string;
  /** Version that the decision was made on; null: not compared. */
  readonly version?: number | null;
}

/**
 * Sets an issue aside: it leaves the board and all public pages; its reporter still sees it. Refused: REASON_REQUIRED,
 * CONFLICT.
 */
export function flagIssue(ctx: Context, { issueId, flag, reason, version }: FlagIssueInput): Promise<Issue> {
  return decide(ctx, { issueId }, async (tx) => {
    const issue = await holdAsStaff(tx, issueId, version);
    const check = new InputCheck();
    check.require(reason.trim() !== '', 'REASON_REQUIRED', 'say why', 'reason');
    const words = check.multiline(reason, [0, 1000], 'reason');
    check.done();
    await setAside(tx, issue, { flag, reason: words });
    return seenAs(issue, 'staff');
  });
}

/** Sets a locked issue aside inside the given transaction, without authorization. */
export async function setAside(
  tx: Tx,
  issue: Issue,
  { flag, reason }: Pick<FlagIssueInput, 'flag' | 'reason'>,
): Promise<void> {
  const known = await tx.em.findOne(IssueFlagging, issue.id);
  const flagging = known ?? tx.em.create(IssueFlagging, { issue, reason, at: tx.now(), wasPublic: issue.isPublic });
  Object.assign(flagging, { reason, by: personId(tx.actor), at: tx.now() });
  tx.em.persist(flagging);
  issue.flag = flag;
  if (issue.isPublic) await changeVisibility(tx, issue, false);
  await tellFlag(tx, issue);
}

/** Restores an issue that was set aside, and its visibility if it can still be public. Refused: CONFLICT. */
export function unflagIssue(ctx: Context, issueId: string, version?: number | null): Promise<Issue> {
  return decide(ctx, { issueId }, async (tx) => {
    const issue = await holdAsStaff(tx, issueId, version);
    const flagging = await tx.em.findOne(IssueFlagging, issueId);
    if (issue.flag == null || flagging === null) return seenAs(issue, 'staff');
    issue.flag = null;
    tx.em.remove(flagging);
    if (flagging.wasPublic && isPublishable(issue).allow) await changeVisibility(tx, issue, true);
    await tellFlag(tx, issue);
    return seenAs(issue, 'staff');
  });
}

/** An issue that became a complaint while it was set aside must not become public again when it is restored. */
export const forgetPublicComplaint = on(issueRerouted, async (tx, { facts: { issueId } }) => {
  const issue = await tx.em.findOneOrFail(Issue, issueId);
  if (issue.kind === 'COMPLAINT') await tx.em.nativeUpdate(IssueFlagging, { issue: issueId }, { wasPublic: false });
});

async function holdAsStaff(tx: Tx, issueId: string, version: number | null | undefined): Promise<Issue> {
  const { issue, standing } = await holdIssue(tx, { issueId });
  if (!standing.isStaff) throw new DomainError(strangersCode(tx.actor));
  await requireRead(tx, issue, { version });
  return issue;
}

async function tellFlag(tx: Tx, { id, municipality, flag }: Issue): Promise<void> {
  await tx.em.flush();
  await record(tx, issueFlagged({ issueId: id, municipalityId: municipality.id, flag: flag ?? 'NONE' }));
}

const flaggingsOf = rowsByOwner(
  rowsOf(IssueFlagging),
  ({ issue }) => issue,
  `where t.issue_id in (${idsParameterSql})`,
);

/** Reason for which an issue was set aside; null: it was not. */
export async function flagReason(ctx: Context, issueId: string): Promise<string | null> {
  const [flagging] = await flaggingsOf(ctx, issueId);
  return flagging?.reason ?? null;
}
