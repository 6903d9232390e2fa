import type { Actor } from '../../kernel/actor.ts';
import { allow, type Verdict } from '../../kernel/errors.ts';
import { isPresent } from '../../identity/identity.rules.ts';
import { canProveResidence } from '../../residence/residence.rules.ts';

/** Limits the addresses that a registrar can try, successful or not. */
export const counterRate = { name: 'privacy.counter', points: 30, seconds: 3600 } as const;

/**
 * Whether the actor may act on the data of a person at the counter: who proves residence there, and signed in or checked a
 * passkey during the last 15 minutes.
 */
export function canServeAtCounter(actor: Actor, municipalityId: string, now: Date): Verdict {
  const verdict = canProveResidence(actor, municipalityId);
  if (!verdict.allow) return verdict;
  const present = isPresent(actor, now);
  return present.allow ? allow : present;
}
