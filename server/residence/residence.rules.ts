import { type Actor, hasRole, strangersCode } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';

const hour = 3600;
/** Tries, right or wrong: of a person, and of all who share an address (a household, a library). */
export const redeemRates = {
  perPerson: { name: 'residence.person', points: 10, seconds: hour },
  perClient: { name: 'residence.client', points: 40, seconds: hour },
} as const;
export const letterRates = {
  ask: { name: 'residence.ask', points: 5, seconds: 24 * hour },
  create: { name: 'residence.create', points: 60, seconds: hour },
  confirm: { name: 'residence.confirm', points: 120, seconds: hour },
} as const;

/** A wish for a letter that nobody deals with is forgotten, with its address. */
export const requestDays = 90;

/** So many letters are made at once. */
export const mostLetters = 10_000;

/** Who proves where people live also decides who may vote: neither editors nor clerks of other desks. */
export function canProveResidence(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  return hasRole(actor, municipalityId, 'REGISTRAR', 'ADMIN') ? allow : deny('FORBIDDEN');
}

export function isValid(proof: { readonly validUntil: Date } | null, now: Date): boolean {
  return proof !== null && now < proof.validUntil;
}

/** The same day so many months later; of a shorter month the last day. */
export function monthsAfter(start: Date, months: number): Date {
  const end = new Date(start);
  end.setUTCMonth(end.getUTCMonth() + months);
  if (end.getUTCDate() !== start.getUTCDate()) end.setUTCDate(0);
  return end;
}

export function daysAfter(start: Date, days: number): Date {
  return new Date(start.getTime() + days * 24 * hour * 1000);
}
