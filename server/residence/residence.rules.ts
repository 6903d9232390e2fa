import { type Actor, hasRole, strangersCode } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';

const hour = 3600;
/** Rate limits for redeeming codes, successful or not: per person, and per IP address, which a household may share. */
export const redeemRates = {
  perPerson: { name: 'residence.person', points: 10, seconds: hour },
  perClient: { name: 'residence.client', points: 40, seconds: hour },
} as const;
export const letterRates = {
  ask: { name: 'residence.ask', points: 5, seconds: 24 * hour },
  create: { name: 'residence.create', points: 60, seconds: hour },
  confirm: { name: 'residence.confirm', points: 120, seconds: hour },
} as const;

/** Days after which an unhandled request for a letter is deleted with its address. */
export const requestDays = 90;

/** Maximum number of letters in one batch. */
export const maxLetters = 10_000;

/** Only registrars and admins may prove residence: a proof decides who may vote, so clerks and editors may not. */
export function canProveResidence(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  return hasRole(actor, municipalityId, 'REGISTRAR', 'ADMIN') ? allow : deny('FORBIDDEN');
}

/** Whether the proof exists and has not expired. */
export function isValid(proof: { readonly validUntil: Date } | null, now: Date): boolean {
  return proof !== null && now < proof.validUntil;
}

/** Same day `months` months later (UTC), or the last day if that month is shorter. */
export function monthsAfter(start: Date, months: number): Date {
  const end = new Date(start);
  end.setUTCMonth(end.getUTCMonth() + months);
  if (end.getUTCDate() !== start.getUTCDate()) end.setUTCDate(0);
  return end;
}

export function daysAfter(start: Date, days: number): Date {
  return new Date(start.getTime() + days * 24 * hour * 1000);
}
