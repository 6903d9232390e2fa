import { definePageSlot } from '../shared/pageSlot.ts';

/** On the page of a group: what it publishes. */
export const groupFeed = definePageSlot<{ groupId: string }>('groupFeed');

/** Beside the button that follows a group: by which channels its news reach the visitor. */
export const groupChannels = definePageSlot<{ groupId: string }>('groupChannels');
