import type { GroupHeadFragment } from '../gql/graphql.ts';

/** Names of the groups that publish an event, apart from the group of the whole town; none for an event of the town. */
export function publishersOf(groups: readonly Pick<GroupHeadFragment, 'isTown' | 'name'>[]): string[] {
  return groups.filter(({ isTown }) => !isTown).map(({ name }) => name);
}
