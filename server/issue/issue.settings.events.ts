import { defineEvent } from '../kernel/events.ts';

/** The town has set how its statuses are called, or for how long a report may be opened again. */
export const issueSettingsChanged = defineEvent<{ municipalityId: string }>('issue.settingsChanged');
