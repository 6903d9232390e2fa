import { groupUnfollowed } from '../group/follow/group.follow.events.ts';
import { groupJoined, groupLeft } from '../group/group.events.ts';
import { on, type Tx } from '../kernel/events.ts';
import { allStreetsFollowed, streetFollowed, wasteReminderChosen } from '../street/street.events.ts';
import { disruptionsInterest } from '../street/street.rules.ts';
import type { Interest } from '../kernel/names.ts';
import { wasteInterest } from '../waste/waste.rules.ts';
import { readMode, resetPreferences, switchOffGroup, writePreference } from './notification.preference.service.ts';

/**
 * Leaving a group switches off all its channels; joining (again) resets the person's choices to the defaults. The
 * followers without an account take part in no polls, so when they leave the choices are only deleted. A
 * recipient who chooses a channel with streets gets their disruptions by this channel, and their bins if it chose the reminder.
 */
export const groupListeners = [
  on(groupLeft, (tx, { facts: { personId, groupId } }) => switchOffGroup(tx, personId, groupId)),
  on(groupJoined, (tx, { facts: { personId, groupId } }) => resetPreferences(tx, personId, groupId)),
  on(streetFollowed, (tx, { facts: { recipientId, channel } }) =>
    startInterest(tx, disruptionsInterest, recipientId, channel),
  ),
  on(wasteReminderChosen, (tx, { facts: { recipientId, channel } }) =>
    startInterest(tx, wasteInterest, recipientId, channel),
  ),
  on(allStreetsFollowed, (tx, { facts: { recipientId, channel } }) =>
    startInterest(tx, disruptionsInterest, recipientId, channel),
  ),
  on(groupUnfollowed, (tx, { facts: { recipientId, groupId } }) => resetPreferences(tx, recipientId, groupId)),
];

/** Lets messages come by a channel that was chosen with streets; a choice that is not OFF stays. */
async function startInterest(tx: Tx, interest: Interest, recipientId: string, channel: string | null): Promise<void> {
  if (channel === null) return;
  const subscription = { recipientId, interest, groupId: null, channel } as const;
  if ((await readMode(tx, subscription)) === 'OFF') await writePreference(tx, { ...subscription, mode: 'NOW' });
}
