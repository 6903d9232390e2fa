import type { IssueKind } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';

/** Complaints about people are visible only to their desk and to admins. */
export function useSight() {
  const { town, runsTown } = useTown();
  const isOwn = (deskId: string | null): boolean =>
    town.value?.viewerRoles.some(({ desk }) => desk !== null && desk.id === deskId) ?? false;
  return {
    /** Whether moving the report to this desk hides it from the viewer. */
    losesSight: (kind: IssueKind | undefined, deskId: string | null): boolean =>
      kind === 'COMPLAINT' && !runsTown.value && !isOwn(deskId),
  };
}
