import { type Actor, hasRole } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import type { PostState } from '../post/post.entity.ts';
import type { Poll, PollRow, PollTimes, ResultsVisibility } from './poll.entity.ts';
import { isRecentEnough, type PollStanding } from './poll.rules.ts';

/** People of one audience see the same results at any time. */
export const resultsAudiences = ['reader', 'voter', 'confirmer'] as const;
export type ResultsAudience = (typeof resultsAudiences)[number];
export type HiddenReason =
  'NOT_OPENED' | 'FEW_VOTERS' | 'AFTER_OWN_VOTE' | 'AFTER_CLOSE' | 'BEING_COUNTED' | 'AFTER_CONFIRMATION' | 'WITHDRAWN';

/**
 * Least number of voters from which results of an open poll are shown; with fewer, single votes could be identified.
 */
export const fewVoters = 5;

/** Facts that determine the audience of a viewer. */
export interface AudienceFacts extends Pick<PollStanding, 'hasVoted'> {
  readonly resultsVisibility: ResultsVisibility;
  readonly municipalityId: string;
}

/**
 * Audience of a viewer. Staff are readers like everybody else; only admins, who confirm an AFTER_CONFIRMATION result,
 * see it between close and confirmation.
 */
export function resultsAudience(actor: Actor, facts: AudienceFacts): ResultsAudience {
  const { resultsVisibility, municipalityId, hasVoted } = facts;
  if (resultsVisibility === 'AFTER_OWN_VOTE' && hasVoted) return 'voter';
  const confirms = resultsVisibility === 'AFTER_CONFIRMATION' && hasRole(actor, municipalityId, 'ADMIN');
  return confirms ? 'confirmer' : 'reader';
}

/** Facts that decide whether results are shown. */
export interface ResultsFacts {
  readonly poll: Pick<PollTimes, 'openedAt' | 'closedAt' | 'countedAt' | 'confirmedAt'>;
  readonly resultsVisibility: ResultsVisibility;
  /** Number of people who voted. */
  readonly turnout: number;
  /** State of the post that contains the poll; null: no post. */
  readonly postState: PostState | null;
}

/** Reason why results are hidden from an audience; undefined: visible. The only place that decides this. */
export function reasonToHide(audience: ResultsAudience, facts: ResultsFacts): HiddenReason | undefined {
  const { poll, postState, resultsVisibility, turnout } = facts;
  if (postState === 'WITHDRAWN') return 'WITHDRAWN';
  if (poll.closedAt != null && poll.countedAt == null) return 'BEING_COUNTED';
  if (poll.closedAt != null) return isToConfirm(facts) && audience !== 'confirmer' ? 'AFTER_CONFIRMATION' : undefined;
  if (poll.openedAt == null) return 'NOT_OPENED';
  if (resultsVisibility === 'AFTER_CONFIRMATION') return 'AFTER_CONFIRMATION';
  if (resultsVisibility === 'AFTER_CLOSE') return 'AFTER_CLOSE';
  if (resultsVisibility === 'AFTER_OWN_VOTE' && audience !== 'voter') return 'AFTER_OWN_VOTE';
  return turnout < fewVoters ? 'FEW_VOTERS' : undefined;
}

function isToConfirm({ poll, resultsVisibility }: Pick<ResultsFacts, 'poll' | 'resultsVisibility'>): boolean {
  return resultsVisibility === 'AFTER_CONFIRMATION' && poll.confirmedAt == null;
}

/** Admins may confirm the result of a counted AFTER_CONFIRMATION poll once, of a secret poll after a recent sign-in. */
export function canConfirmPoll(actor: Actor, poll: PollRow, now: Date): Verdict {
  const mayConfirm = canRunTown(actor, poll.municipality.id);
  if (!mayConfirm.allow) return mayConfirm;
  if (poll.resultsVisibility !== 'AFTER_CONFIRMATION') return deny('NEEDS_NO_CONFIRMATION');
  if (poll.countedAt == null) return deny('POLL_NOT_CLOSED');
  if (poll.confirmedAt != null) return deny('ALREADY_CONFIRMED');
  return isRecentEnough(actor, poll, now) ? allow : deny('SIGN_IN_AGAIN');
}

/** Whether text answers may be read, by editors and admins: the result is public and at least 5 people voted. */
export function areAnswersReadable(
  poll: Pick<Poll, 'openedAt' | 'closedAt' | 'countedAt' | 'confirmedAt' | 'turnout' | 'resultsVisibility'>,
  postState: PostState | null,
): boolean {
  const { countedAt, resultsVisibility, turnout } = poll;
  if (countedAt == null || turnout < fewVoters) return false;
  return reasonToHide('reader', { poll, resultsVisibility, turnout, postState }) === undefined;
}
