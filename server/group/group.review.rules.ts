import { type Actor, hasRole, personId, strangersCode } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { GroupRow } from './group.entity.ts';
import { canPublishIn, type GroupStanding } from './group.rules.ts';

export const reviewOutcomes = ['APPROVED', 'APPROVED_ALONE', 'RETURNED'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

type PersonRef = { readonly id: string } | null | undefined;

/** Columns of a publication, such as a post, that decide about its review. */
export interface Reviewed {
  readonly municipality: { readonly id: string };
  readonly state: string;
  readonly author?: PersonRef;
  /** Since when the publication, or new wording of it, waits for a reviewer. */
  readonly submittedAt?: Date | null;
  readonly submittedBy?: PersonRef;
}

type Audience = readonly { readonly group: GroupRow; readonly standing: GroupStanding }[];

/** Something that publishers submit for review, such as a post. */
export interface Submission {
  readonly municipalityId: string;
  /** Whether it waits for a decision now. */
  readonly isWaiting: boolean;
  /** People who wrote or submitted it; null: a program, or an account that was erased. */
  readonly writerIds: readonly (string | null)[];
  /** Groups in which it is to be published, with the actor's membership in each. */
  readonly audience: Audience;
  /** Whether the town has at most one reviewer, so that nobody else could decide. */
  readonly hasOneReviewer: boolean;
}

/**
 * Facts of a publication that decide who may review it; `hasOneReviewer`: nobody else in the town could. New wording of a published one
 * was written by the person who submitted it.
 */
export function submissionOf(row: Reviewed, audience: Audience, hasOneReviewer: boolean): Submission {
  const { state, author, submittedAt, submittedBy } = row;
  const isWaiting = submittedAt != null && (state === 'IN_REVIEW' || state === 'PUBLISHED');
  const writers = state === 'PUBLISHED' ? [submittedBy] : [author, submittedBy];
  const writerIds = writers.map((writer) => writer?.id ?? null);
  return { municipalityId: row.municipality.id, isWaiting, writerIds, audience, hasOneReviewer };
}

/** Whether what is published in these groups needs the approval of a second person: one such group is enough. */
export function needsReview(groups: readonly Pick<GroupRow, 'needsReview'>[]): boolean {
  return groups.some((group) => group.needsReview);
}

/** Whether the actor reviews submissions of the town: its editors and admins. */
export function canReview(actor: Actor, municipalityId: string): Verdict {
  return hasRole(actor, municipalityId, 'EDITOR', 'ADMIN') ? allow : deny(strangersCode(actor));
}

/** Whether the actor may see what waits, was proposed or returned: people who may publish in all of these groups. */
export function mayPublishInAll(actor: Actor, audience: Audience): boolean {
  if (actor.kind === 'partner' || audience.length === 0) return false;
  return audience.every(({ group, standing }) => canPublishIn(actor, group, standing).allow);
}

/**
 * Whether the actor may approve or return a submission: an editor or admin of the town who may publish in all of its groups
 * and did not write or submit it. The only reviewer of a town may decide about own submissions, too. User errors:
 * NOT_IN_REVIEW, OWN_SUBMISSION.
 */
export function canDecideSubmission(actor: Actor, submission: Submission): Verdict {
  const { municipalityId, isWaiting, writerIds, audience, hasOneReviewer } = submission;
  const mayReview = canReview(actor, municipalityId);
  if (!mayReview.allow) return mayReview;
  const mayPublish = audience.every(({ group, standing }) => canPublishIn(actor, group, standing).allow);
  if (audience.length === 0 || !mayPublish) return deny('FORBIDDEN');
  if (!isWaiting) return deny('NOT_IN_REVIEW');
  return isOwn(actor, writerIds) && !hasOneReviewer ? deny('OWN_SUBMISSION') : allow;
}

/** Whether the actor is one of the people who wrote or submitted something. */
function isOwn(actor: Actor, writerIds: Submission['writerIds']): boolean {
  const person = personId(actor);
  return person !== null && writerIds.includes(person);
}

/** Decision of a reviewer, as it is sent. */
export interface ReviewInput {
  readonly decision: 'APPROVE' | 'RETURN';
  /** Reason for the author; required to return. */
  readonly reason?: string | null;
}

/** Decision of a reviewer, as it is stored. */
export interface ReviewDecision {
  readonly outcome: ReviewOutcome;
  readonly reason: string | null;
  /** Person who had submitted what was decided. */
  readonly submittedBy: string | null;
}

/** Decision of the actor about what waits. User errors: REASON_REQUIRED, TOO_LONG above 500 characters, BAD_CHARACTERS. */
export function readDecision(actor: Actor, row: Reviewed, { decision, reason }: ReviewInput): ReviewDecision {
  const check = new InputCheck();
  const text = check.multiline(reason ?? '', [0, 500], 'reason');
  const isApproved = decision === 'APPROVE';
  check.require(isApproved || text !== '', 'REASON_REQUIRED', 'the author has to know what to change', 'reason');
  check.done();
  const { writerIds } = submissionOf(row, [], false);
  const approved = isOwn(actor, writerIds) ? 'APPROVED_ALONE' : 'APPROVED';
  return {
    outcome: isApproved ? approved : 'RETURNED',
    reason: text || null,
    submittedBy: row.submittedBy?.id ?? null,
  };
}
