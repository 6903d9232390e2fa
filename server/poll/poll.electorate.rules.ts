import type { Eligibility } from './poll.entity.ts';

/**
 * Code for a person who is no elector. RESIDENCE_AFTER_OPENING means that the person proved residence after the poll
 * opened, so that another proof would not help.
 */
export function ineligibilityCode(
  { eligibility }: { readonly eligibility: Eligibility },
  { isResident }: { readonly isResident: boolean },
): 'NOT_ELIGIBLE' | 'RESIDENCE_REQUIRED' | 'RESIDENCE_AFTER_OPENING' {
  if (eligibility !== 'VERIFIED_RESIDENT') return 'NOT_ELIGIBLE';
  return isResident ? 'RESIDENCE_AFTER_OPENING' : 'RESIDENCE_REQUIRED';
}
