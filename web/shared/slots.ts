import { definePageSlot } from './pageSlot.ts';

/** On the page of one thing, once it is shown: whoever looks at the thing has read the messages about it. */
export const openedSubject = definePageSlot<{ id: string }>('openedSubject');
