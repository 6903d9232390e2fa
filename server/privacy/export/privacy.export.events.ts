import { defineEvent } from '../../kernel/events.ts';

/** A person asked for an export of the own data; the event says nothing about what it held. */
export const exportRequested = defineEvent<{ readonly personId: string; readonly municipalityId: string }>(
  'privacy.exportRequested',
);
