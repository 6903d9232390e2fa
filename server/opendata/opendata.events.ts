import { defineEvent } from '../kernel/events.ts';

/** Other pages may show the town's reports in a frame than before. */
export const embedOriginsChanged = defineEvent<{ readonly municipalityId: string; readonly count: number }>(
  'opendata.embedOriginsChanged',
);
