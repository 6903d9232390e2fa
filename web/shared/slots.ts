import { definePageSlot } from './pageSlot.ts';

/** On the page of a subject, once it is shown: marks the messages about it as read. */
export const openedSubject = definePageSlot<{ id: string }>('openedSubject');
