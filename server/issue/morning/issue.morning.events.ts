import { defineQueue } from '../../kernel/queue.ts';

/** Sends the morning list of a town; `at`: time for which the job was planned, ISO 8601. */
export const sendMorning = defineQueue<{ readonly municipalityId: string; readonly at: string }>('issue.morning');
