import { defineEvent } from '../kernel/events.ts';

/** The list of websites that may show the town's reports in a frame changed. */
export const embedOriginsChanged = defineEvent<{ readonly municipalityId: string; readonly count: number }>(
  'opendata.embedOriginsChanged',
);
