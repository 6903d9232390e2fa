import { defineEvent } from '../../kernel/events.ts';

/** The town keeps rows of a kind for another number of days. */
export const retentionChanged = defineEvent<{
  readonly municipalityId: string;
  readonly kind: string;
  readonly days: number;
}>('privacy.retentionChanged');

/** The owner of an unused account is warned; by the system. */
export const unusedAccountFound = defineEvent<{
  readonly municipalityId: string;
  readonly unusedAccountId: string;
}>('privacy.unusedAccountFound');
