import type { IssueKind } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';

/** A complaint about people is for the desk it lies at and for those who run the town. */
export function useSight() {
  const { town, runsTown } = useTown();
  const isOwn = (deskId: string | null): boolean =>
    town.value?.viewerRoles.some(({ desk }) => desk !== null && desk.id === deskId) ?? false;
  return {
    /** Whoever gives it there sees it no more. */
    losesSight: (kind: IssueKind | undefined, deskId: string | null): boolean =>
      kind === 'COMPLAINT' && !runsTown.value && !isOwn(deskId),
  };
}
