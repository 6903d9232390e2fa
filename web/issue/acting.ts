import type { InjectionKey } from 'vue';
import type { IssueCardFragment, IssueStatus } from '../gql/graphql.ts';

/** Roles and desks that decide whether the viewer may work on a report. */
export interface ActingFacts {
  readonly isAdmin: boolean;
  /** Desks at which the viewer works. */
  readonly ownDesks: readonly { readonly id: string; readonly name: string }[];
  /** Ids of the desks for which the viewer stands in. */
  readonly deputyDeskIds: ReadonlySet<string>;
}
type Movable = Pick<IssueCardFragment, 'stage' | 'kind' | 'desk' | 'staffMoves' | 'deskMoves'>;

/** Steps that the server allows the viewer, derived from the moves that it sends with each report. */
export function actingBy(facts: () => ActingFacts) {
  const isOwn = ({ desk }: Movable) => facts().ownDesks.some(({ id }) => id === desk?.id);
  const standsIn = ({ kind, desk }: Movable) =>
    kind !== 'COMPLAINT' && desk !== null && facts().deputyDeskIds.has(desk.id);
  /** Whether the viewer works at the report's desk, stands in for it, or is an admin. */
  const actsFor = (card: Movable) => facts().isAdmin || isOwn(card) || standsIn(card);
  return {
    ownDesks: () => facts().ownDesks,
    actsFor,
    /** Statuses to which the server lets the viewer move the report. */
    movesOf: (card: Movable): IssueStatus[] =>
      actsFor(card) ? card.staffMoves : card.staffMoves.filter((to) => !card.deskMoves.includes(to)),
    /** Name of the desk for which the viewer acts, where it is not the only one; null: it goes without saying. */
    inNameOf: (card: Movable): string | null => {
      const isObvious = isOwn(card) ? facts().ownDesks.length === 1 : !standsIn(card);
      return isObvious ? null : (card.desk?.name ?? null);
    },
    /** Whether the viewer can take the open report over from another desk. */
    canTakeOver: (card: Movable): boolean =>
      card.stage !== 'DONE' && card.desk !== null && facts().ownDesks.length > 0 && !isOwn(card),
  };
}

export type Acting = ReturnType<typeof actingBy>;
export const actingKey: InjectionKey<Acting> = Symbol('acting');
