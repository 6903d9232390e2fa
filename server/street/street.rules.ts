import { type Actor, strangersCode, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { InterestContribution } from '../kernel/message.ts';

declare module '../kernel/names.ts' {
  interface InterestNames {
    readonly DISRUPTIONS: true;
  }
}

/** Interest in disruptions of the streets that a recipient follows, or of all streets of the town; one choice for both. */
export const disruptionsInterest = 'DISRUPTIONS';

/** A mail comes only to those who chose it when they followed a street, or all streets. */
export const streetInterests: readonly InterestContribution[] = [
  {
    name: disruptionsInterest,
    description: 'Disruptions of the streets that the person follows, or of all streets of the town.',
    rest: { INBOX: 'NOW', EMAIL: 'OFF', PUSH: 'NOW', SMS: 'OFF' },
  },
];

/** Maximum number of streets of a town. */
export const mostStreets = 5000;
/** Maximum number of streets that a recipient follows, and of towns of which it follows all streets. */
export const mostFollowed = 50;
/** Smallest number of followers that the town hall sees, so that the number gives nobody away. */
export const fewestShown = 5;

/** Everybody; a partner needs the scope. */
export function canReadStreets(actor: Actor, municipalityId: string): Verdict {
  return withinScope(actor, municipalityId, 'streets:read');
}

/** Whether the actor works for the town hall, in any role: they see how many people follow a street. */
export function worksFor(actor: Actor, municipalityId: string): boolean {
  return actor.kind === 'person' && actor.roles.some((role) => role.municipalityId === municipalityId);
}

/** The staff of the town draw polygons that propose streets. */
export function canProposeStreets(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'system' || worksFor(actor, municipalityId)) return allow;
  return deny(actor.kind === 'person' ? 'FORBIDDEN' : strangersCode(actor));
}
