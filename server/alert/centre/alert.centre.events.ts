import { defineEvent } from '../../kernel/events.ts';

/** Telephone number or address of the control centre changed. */
export const controlCentreChanged = defineEvent<{ readonly municipalityId: string }>('alert.controlCentreChanged');
