import { type Actor, hasRole, personId, strangersCode } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { GroupRow } from './group.entity.ts';
import { canPublishIn, type GroupStanding } from './group.rules.ts';

/** Something that publishers submit for review, such as a post. */
export interface Submission {
  readonly municipalityId: string;
  /** Whether it waits for a decision now. */
  readonly isWaiting: boolean;
  /** People who wrote or submitted it; null: a program, or an account that was erased. */
  readonly writerIds: readonly (string | null)[];
  /** Groups in which it is to be published, with the actor's membership in each. */
  readonly audience: readonly { readonly group: GroupRow; readonly standing: GroupStanding }[];
  /** Whether the town has at most one reviewer, so that nobody else could decide. */
  readonly hasOneReviewer: boolean;
}

/** Whether what is published in these groups needs the approval of a second person: one such group is enough. */
export function needsReview(groups: readonly Pick<GroupRow, 'needsReview'>[]): boolean {
  return groups.some((group) => group.needsReview);
}

/** Whether the actor reviews submissions of the town: its editors and admins. */
export function canReview(actor: Actor, municipalityId: string): Verdict {
  return hasRole(actor, municipalityId, 'EDITOR', 'ADMIN') ? allow : deny(strangersCode(actor));
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
export function isOwn(actor: Actor, writerIds: Submission['writerIds']): boolean {
  const person = personId(actor);
  return person !== null && writerIds.includes(person);
}
