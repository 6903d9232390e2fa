import { defineEvent } from '../kernel/events.ts';

/** The opening hours of the town hall changed. */
export const hoursChanged = defineEvent<{ municipalityId: string }>('hours.changed');
