import { type Actor, hasRole, strangersCode, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { InterestContribution } from '../kernel/message.ts';
import type { WasteType } from './waste.entity.ts';

declare module '../kernel/names.ts' {
  interface InterestNames {
    readonly WASTE: true;
  }
}

/** Interest in the bins of the streets for which a recipient has chosen the reminder. */
export const wasteInterest = 'WASTE';

/** A mail comes only to those who chose the reminder with the street. */
export const wasteInterests: readonly InterestContribution[] = [
  {
    name: wasteInterest,
    description: 'Bins of the streets for which the person has chosen the reminder.',
    rest: { INBOX: 'OFF', EMAIL: 'OFF', PUSH: 'NOW', SMS: 'OFF' },
  },
];

/** Maximum numbers for a town. */
export const mostKinds = 40;
export const mostDistricts = 200;
/** Maximum number of streets and ranges of a district. */
export const mostSpans = 1000;
/** Minimum and maximum number of characters of the name of a kind or a district. */
export const nameLengths = [1, 60] as const;

/** Everybody; a partner needs the scope. */
export function canReadWaste(actor: Actor, municipalityId: string): Verdict {
  return withinScope(actor, municipalityId, 'waste:read');
}

/** Editors and admins of the town, and the system, which fills the demonstration. */
export function canManageWaste(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'system' || hasRole(actor, municipalityId, 'EDITOR', 'ADMIN')) return allow;
  return deny(actor.kind === 'person' ? 'FORBIDDEN' : strangersCode(actor));
}

/** Form of a label or a name that all its spellings share: without case, accents and repeated spaces. */
export function labelKey(label: string): string {
  return label.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Words by which the type of a label is guessed; the clerk confirms the guess. */
const guesses: readonly (readonly [RegExp, WasteType])[] = [
  [/weihnachts?b|christb|tannenb/, 'CHRISTMAS_TREE'],
  [/schadstoff|sonderm|gift|problemst/, 'HAZARDOUS'],
  [/sperr/, 'BULKY'],
  [/rest|hausm|graue|schwarze/, 'RESIDUAL'],
  [/bio|braune/, 'ORGANIC'],
  [/papier|pappe|karton|blaue/, 'PAPER'],
  [/gelb|verpack|lvp|wertstoff/, 'PACKAGING'],
  [/grün|garten|schnitt|laub|äste/, 'GARDEN'],
  [/glas/, 'GLASS'],
];

/** Types that a label seems to mean, one for each of its parts ("Restmüll / Bio"); empty: no guess. */
export function guessTypes(label: string): WasteType[] {
  const parts = labelKey(label).split(/\s*[/+&]\s*| und /);
  const types = parts.flatMap((part) => guesses.find(([words]) => words.test(part))?.[1] ?? []);
  return types.length < parts.length && parts.length > 1 && types.length === 0 ? [] : [...new Set(types)];
}
