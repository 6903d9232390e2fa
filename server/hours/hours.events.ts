import { defineEvent } from '../kernel/events.ts';

/** The town hall is open at other times from now on. */
export const hoursChanged = defineEvent<{ municipalityId: string }>('hours.changed');
