import { type Ref, ref } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import { staffRolesSql } from '../identity/identity.person.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import type { Verdict } from '../kernel/errors.ts';
import type { Tx } from '../kernel/events.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { canDecideSubmission, type Reviewed, type Submission, submissionOf } from './group.review.rules.ts';

/** SELECT of (person_id, role) of the reviewers of a town; `town` is the SQL expression of the town's id. */
export function reviewersSql(town: string): string {
  return `select r.person_id, r.role from (${staffRolesSql(town)}) r join person p on p.id = r.person_id
    where r.role in ('EDITOR', 'ADMIN') and p.erases_at is null`;
}

/**
 * Whether the town has at most one reviewer, whose own submissions nobody else could approve. Accounts that are about to be
 * erased do not count.
 */
async function hasOneReviewer({ em }: Pick<Context, 'em'>, municipalityId: string): Promise<boolean> {
  const [row]: { count: number }[] = await em.execute(
    `select count(distinct r.person_id)::int as count from (${reviewersSql('?::uuid')}) r`,
    [municipalityId],
  );
  return (row?.count ?? 0) <= 1;
}

/** Whether the actor may decide about what waits; reads the number of reviewers only where it matters. */
export async function mayDecideOn(ctx: Context, row: Reviewed, audience: Submission['audience']): Promise<Verdict> {
  const verdict = canDecideSubmission(ctx.actor, submissionOf(row, audience, false));
  if (verdict.allow || verdict.code !== 'OWN_SUBMISSION') return verdict;
  const isAlone = await hasOneReviewer(ctx, row.municipality.id);
  return canDecideSubmission(ctx.actor, submissionOf(row, audience, isAlone));
}

/** Columns of a publication that its review changes. */
interface ReviewColumns {
  state: string;
  readonly author?: Ref<Person> | null;
  submittedAt?: Date | null;
  submittedBy?: Ref<Person> | null;
  approvedAt?: Date | null;
  returnedBecause?: string | null;
  proposal?: object | null;
}

/** Notes that the actor submitted a publication or new wording of it; a job submits for the person who did so before. */
export function noteSubmission(tx: Tx, row: ReviewColumns): void {
  const by = personId(tx.actor) ?? row.submittedBy?.id ?? row.author?.id ?? null;
  row.submittedAt ??= tx.now();
  row.submittedBy = by === null ? null : ref(Person, by);
  row.approvedAt = null;
  row.returnedBecause = null;
}

/** Makes a submitted publication a draft again; a proposal stays, so that its author can correct it. */
export function noteReturn(row: ReviewColumns, reason: string | null): void {
  if (row.state === 'IN_REVIEW') row.state = 'DRAFT';
  row.submittedAt = null;
  row.returnedBecause = reason;
}

/** Forgets new wording of a publication and that something waits. */
export function endReview(row: ReviewColumns): void {
  row.submittedAt = null;
  row.proposal = null;
}

/** Filter of publications that were submitted later than one, or at the same time with a greater id. */
type LaterThan = { $or: [object, object] };

interface Waiting<T> {
  /** Name of the list, for its cursors. */
  readonly scope: string;
  count(): Promise<number>;
  /** Publications that wait, the longest wait first, after those that `after` leaves out. */
  load(limit: number, after: LaterThan | Record<string, never>): Promise<T[]>;
}

/** Page of publications that wait for a reviewer, the longest wait first. */
export function waitingPage<T extends { readonly id: string; readonly submittedAt?: Date | null }>(
  ctx: Context,
  page: PageArgs,
  { scope, count, load }: Waiting<T>,
): Promise<Connection<T>> {
  return readPage(ctx, page, {
    scope,
    count,
    positionOf: ({ submittedAt, id }): readonly [number, string] => [submittedAt?.getTime() ?? 0, id],
    load: (limit, position) => load(limit, position === undefined ? {} : laterThan(...position)),
  });
}

function laterThan(time: number, id: string): LaterThan {
  const at = new Date(time);
  return { $or: [{ submittedAt: { $gt: at } }, { submittedAt: at, id: { $gt: id } }] };
}
