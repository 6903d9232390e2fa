import type { Eligibility } from './poll.entity.ts';

/** Why somebody is no elector. Who proved their residence after the opening is told so: nothing is left to prove. */
export function strangerToPoll(
  { eligibility }: { readonly eligibility: Eligibility },
  { isResident }: { readonly isResident: boolean },
): 'NOT_ELIGIBLE' | 'RESIDENCE_REQUIRED' | 'RESIDENCE_AFTER_OPENING' {
  if (eligibility !== 'VERIFIED_RESIDENT') return 'NOT_ELIGIBLE';
  return isResident ? 'RESIDENCE_AFTER_OPENING' : 'RESIDENCE_REQUIRED';
}
