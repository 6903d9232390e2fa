import { type Actor, hasRole } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import type { PostState } from '../post/post.entity.ts';
import type { Poll, PollRow, PollTimes, ResultsVisibility } from './poll.entity.ts';
import type { PollStanding } from './poll.rules.ts';

/** Everybody of one audience may see the same at any moment. */
export type ResultsAudience = 'reader' | 'voter' | 'confirmer';
export type HiddenReason =
  'NOT_OPENED' | 'FEW_VOTERS' | 'AFTER_OWN_VOTE' | 'AFTER_CLOSE' | 'AFTER_CONFIRMATION' | 'WITHDRAWN';

/** While a poll is open, fewer voters than this see only the turnout: single votes could be told apart. */
export const fewVoters = 5;

/** What an audience follows from. */
export interface AudienceFacts extends Pick<PollStanding, 'hasVoted'> {
  readonly resultsVisibility: ResultsVisibility;
  readonly municipalityId: string;
}

/**
 * Staff are readers like everybody else: the rule of visibility binds the town hall and the API alike. Only who confirms
 * a result must have seen it, once it is counted.
 */
export function resultsAudience(actor: Actor, facts: AudienceFacts): ResultsAudience {
  const { resultsVisibility, municipalityId, hasVoted } = facts;
  if (resultsVisibility === 'AFTER_OWN_VOTE' && hasVoted) return 'voter';
  const confirms = resultsVisibility === 'AFTER_CONFIRMATION' && hasRole(actor, municipalityId, 'ADMIN');
  return confirms ? 'confirmer' : 'reader';
}

/** What decides whether results are shown. */
export interface ResultsFacts {
  readonly poll: Pick<PollTimes, 'openedAt' | 'closedAt' | 'confirmedAt'>;
  readonly resultsVisibility: ResultsVisibility;
  /** People who voted. */
  readonly turnout: number;
  /** Of the post it is part of; null: it stands for itself. */
  readonly postState: PostState | null;
}

/** The one function of visibility for query, subscription, mail, export, feed and board; undefined: may be seen. */
export function reasonToHide(audience: ResultsAudience, facts: ResultsFacts): HiddenReason | undefined {
  const { poll, postState, resultsVisibility, turnout } = facts;
  if (postState === 'WITHDRAWN') return 'WITHDRAWN';
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

/** The counted result of a closed poll that says so is confirmed once, by those who run the town. */
export function canConfirmPoll(actor: Actor, poll: PollRow): Verdict {
  const mayConfirm = canRunTown(actor, poll.municipality.id);
  if (!mayConfirm.allow) return mayConfirm;
  if (poll.resultsVisibility !== 'AFTER_CONFIRMATION') return deny('NEEDS_NO_CONFIRMATION');
  if (poll.closedAt == null) return deny('POLL_NOT_CLOSED');
  return poll.confirmedAt == null ? allow : deny('ALREADY_CONFIRMED');
}

/** Whether anybody may read what people wrote: then it is those who may make polls. */
export function areAnswersReadable(
  poll: Pick<Poll, 'openedAt' | 'closedAt' | 'confirmedAt' | 'turnout' | 'resultsVisibility'>,
  postState: PostState | null,
): boolean {
  const { closedAt, resultsVisibility, turnout } = poll;
  if (closedAt == null || turnout < fewVoters) return false;
  return reasonToHide('reader', { poll, resultsVisibility, turnout, postState }) === undefined;
}
