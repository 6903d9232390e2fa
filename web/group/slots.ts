import { definePageSlot } from '../shared/pageSlot.ts';

/** On the page of a group, above its feed: what is pinned. */
export const groupPins = definePageSlot<{ groupId: string }>('groupPins');

/** On the page of a group: its feed. */
export const groupFeed = definePageSlot<{ groupId: string }>('groupFeed');

/** Beside the button that follows a group: the channels for its messages. */
export const groupChannels = definePageSlot<{ groupId: string }>('groupChannels');

/** On the page of a group, for those who may publish in it: ways to write something. */
export const groupWriting = definePageSlot<{ groupId: string }>('groupWriting');

/** On the page of a group, above what is pinned: its dates. */
export const groupDates = definePageSlot<{ groupId: string }>('groupDates');
