import { findReadableGroup } from '../group/group.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import type { Poll } from './poll.entity.ts';
import { pollConfirmed } from './poll.events.ts';
import { lockPoll } from './poll.opening.service.ts';
import { canConfirmPoll } from './poll.visibility.rules.ts';

/**
 * Makes the counted result public. Errors: NEEDS_NO_CONFIRMATION, POLL_NOT_CLOSED,
 * ALREADY_CONFIRMED, SIGN_IN_AGAIN.
 */
export function confirmPoll(ctx: Context, pollId: string): Promise<Poll> {
  return write(ctx, async (tx) => {
    const poll = await lockPoll(tx, pollId);
    await findReadableGroup(tx, poll.group.id);
    await requireModuleIn(tx, poll.municipality.id, 'POLLS');
    authorize(canConfirmPoll(tx.actor, poll, tx.now()));
    poll.confirmedAt = tx.now();
    await record(tx, pollConfirmed({ pollId: poll.id, municipalityId: poll.municipality.id }));
    return poll;
  });
}
