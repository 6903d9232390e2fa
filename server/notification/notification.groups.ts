import { groupJoined, groupLeft } from '../group/group.events.ts';
import { on } from '../kernel/events.ts';
import { resetPreferences, switchOffGroup } from './notification.preference.service.ts';

/** Leaving a group switches off all its channels; joining (again) resets the person's choices to the defaults. */
export const groupListeners = [
  on(groupLeft, (tx, { facts: { personId, groupId } }) => switchOffGroup(tx, personId, groupId)),
  on(groupJoined, (tx, { facts: { personId, groupId } }) => resetPreferences(tx, personId, groupId)),
];
