import { defineEvent } from '../kernel/events.ts';

/** The names of statuses or the days for reopening changed. */
export const issueSettingsChanged = defineEvent<{ municipalityId: string }>('issue.settingsChanged');
