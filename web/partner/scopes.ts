import type { Scope } from '../gql/graphql.ts';

/** Scopes of keys in the order of the form, by module. */
export const scopeGroups = [
  { part: 'ISSUES', scopes: ['ISSUES_READ', 'ISSUES_WRITE'] },
  { part: 'POSTS', scopes: ['POSTS_READ', 'POSTS_WRITE'] },
  { part: 'EVENTS', scopes: ['EVENTS_READ', 'EVENTS_WRITE'] },
  { part: 'WASTE', scopes: ['WASTE_READ'] },
  { part: 'POLLS', scopes: ['POLLS_READ'] },
  { part: 'GROUPS', scopes: ['GROUPS_READ'] },
  { part: 'ALERTS', scopes: ['ALERTS_READ', 'ALERTS_PROPOSE'] },
  { part: 'STREETS', scopes: ['STREETS_READ'] },
] as const satisfies readonly { part: string; scopes: readonly Scope[] }[];

/** Scope as documents for partners and the command line write it: ISSUES_READ → issues:read. */
export function scopeCode(scope: Scope): string {
  return scope.toLowerCase().replace('_', ':');
}
