import { groupUnfollowed } from '../group/follow/group.follow.events.ts';
import { groupJoined, groupLeft } from '../group/group.events.ts';
import { on } from '../kernel/events.ts';
import { resetPreferences, switchOffGroup } from './notification.preference.service.ts';

/**
 * Leaving a group switches off all its channels; joining (again) resets the person's choices to the defaults. The
 * followers without an account take part in no polls, so when they leave the choices are only deleted.
 */
export const groupListeners = [
  on(groupLeft, (tx, { facts: { personId, groupId } }) => switchOffGroup(tx, personId, groupId)),
  on(groupJoined, (tx, { facts: { personId, groupId } }) => resetPreferences(tx, personId, groupId)),
  on(groupUnfollowed, (tx, { facts: { recipientId, groupId } }) => resetPreferences(tx, recipientId, groupId)),
];
