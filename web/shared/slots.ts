import { definePageSlot } from './pageSlot.ts';

/** On the page of a subject, once it is shown: marks the messages about it as read. */
export const openedSubject = definePageSlot<{ id: string }>('openedSubject');

/** Above every page of a town, whatever is open: what must reach everybody at once. */
export const everyTownPage = definePageSlot<{ ags: string; municipalityId: string }>('everyTownPage');

/** First on the home page: what goes before everything else. */
export const homeTop = definePageSlot<{ ags: string }>('homeTop');

/** Beside what the staff may do with a published subject: links that later domains add. */
export const staffLinks = definePageSlot<{ id: string }>('staffLinks');

/** Beside the answers to an incident: how its newest message reached people. `answered`: recipients who have answered. */
export const incidentDelivery = definePageSlot<{ id: string; answered: number; countsUnanswered: boolean }>(
  'incidentDelivery',
);

/** Below public words of a citizen (a report, an idea or a post): what readers may do about them. */
export const publicWords = definePageSlot<{ id: string }>('publicWords');
