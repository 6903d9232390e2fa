import type { Scope } from '../gql/graphql.ts';

/** Field of the first query by scope. A key that may only write asks for its own facts. */
const fields: readonly (readonly [Scope, string])[] = [
  ['ISSUES_READ', 'issues(first: 5) { edges { node { reference status place { address } } } }'],
  ['POSTS_READ', 'posts(first: 5) { edges { node { title publishedAt } } }'],
  ['POLLS_READ', 'polls(first: 5) { edges { node { title state } } }'],
  ['GROUPS_READ', 'groups(first: 5) { edges { node { name purpose } } }'],
  ['ALERTS_READ', 'incidents(first: 5) { edges { node { kind level alerts { number sentAt } } } }'],
  ['EVENTS_READ', 'events: occurrences(first: 5) { edges { node { startsAt event { title } } } }'],
  ['WASTE_READ', 'wasteDates(first: 5) { edges { node { date kind { name } } } }'],
  ['STREETS_READ', 'streets(first: 5) { edges { node { name district } } }'],
];

/** A query that a key with these scopes may send. */
export function firstQuery(scopes: readonly Scope[], ags: string): string {
  const [, field] = fields.find(([scope]) => scopes.includes(scope)) ?? [];
  return field === undefined
    ? '{ partnerKey { name scopes expiresAt } }'
    : `{ municipality(ags: "${ags}") { ${field} } }`;
}

/** A command for a terminal that sends the query with the key. */
export function curlExample(origin: string, key: string, query: string): string {
  return `curl ${origin}/graphql \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify({ query })}'`;
}
