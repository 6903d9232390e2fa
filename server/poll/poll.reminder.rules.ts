import type { Actor } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import { type PollRow, stateOf } from './poll.entity.ts';
import { canManagePolls } from './poll.rules.ts';

/** A reminder of a started poll may be planned, moved and cancelled until it is sent or the poll closes. */
export function canPlanReminder(actor: Actor, poll: PollRow, now: Date): Verdict {
  const mayManage = canManagePolls(actor, poll.municipality.id);
  if (!mayManage.allow) return mayManage;
  const state = stateOf(poll, now);
  if (state === 'CLOSED' || state === 'DRAFT') return deny('POLL_NOT_OPEN');
  return poll.remindedAt == null ? allow : deny('ALREADY_REMINDED');
}

const dayMs = 86_400_000;

/**
 * When the reminder is sent: `at`, or 24 hours before the close if `at` is null. User errors: IN_THE_PAST,
 * REMINDS_BEFORE_OPENING, REMINDS_TOO_LATE.
 */
export function readReminder(at: Date | null, { opensAt, closesAt }: PollRow, now: Date): Date {
  const moment = at ?? new Date(closesAt.getTime() - dayMs);
  const check = new InputCheck();
  check.require(moment > now, 'IN_THE_PAST', 'this moment has passed', 'at');
  check.require(moment > opensAt, 'REMINDS_BEFORE_OPENING', 'nobody can vote yet', 'at');
  check.require(moment < closesAt, 'REMINDS_TOO_LATE', 'nobody can vote any more', 'at');
  check.done();
  return moment;
}
