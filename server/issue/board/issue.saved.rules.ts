import { type Actor, hasRole, strangersCode } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import { InputCheck } from '../../kernel/payload.ts';

/** Maximum number of filters that a person saves in a town. */
export const mostFilters = 20;

/** Clerks and admins of the town, who work with its board, may save filters for themselves. */
export function canSaveFilters(actor: Actor, municipalityId: string): Verdict {
  return hasRole(actor, municipalityId, 'CLERK', 'ADMIN') ? allow : deny(strangersCode(actor));
}

/** Checked name of a filter, 1 to 60 characters. Refused: TOO_SHORT, TOO_LONG, BAD_CHARACTERS. */
export function readFilterName(given: string): string {
  return readFilter({ name: given, query: '-' }).name;
}

/** Checked name and query of a filter; throws one refusal that lists all faults. */
export function readFilter(given: { readonly name: string; readonly query: string }): { name: string; query: string } {
  const check = new InputCheck();
  const name = check.text(given.name, [1, 60], 'name');
  const query = check.text(given.query, [1, 1000], 'query');
  check.done();
  return { name, query };
}
