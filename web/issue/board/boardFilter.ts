import type { IssueCardFragment, IssueKind } from '../../gql/graphql.ts';
import { isLate } from '../clock/clock.ts';

/** What of the board is looked at; null or false: everything. The server knows the same words. */
export interface BoardFilter {
  readonly deskId: string | null;
  readonly withoutDesk: boolean;
  readonly categoryId: string | null;
  readonly kind: IssueKind | null;
  readonly street: string | null;
  readonly mine: boolean;
  readonly reopened: boolean;
  readonly overdue: boolean;
}

export const everything: BoardFilter = {
  deskId: null,
  withoutDesk: false,
  categoryId: null,
  kind: null,
  street: null,
  mine: false,
  reopened: false,
  overdue: false,
};

export const kinds: readonly IssueKind[] = ['DEFECT', 'COMPLAINT', 'PRAISE', 'CRITICISM', 'SUGGESTION', 'QUESTION'];

/** The same judgement as the server's, for a card that changes while it is looked at. `desks`: where the viewer works. */
export function matches(card: IssueCardFragment, filter: BoardFilter, desks: ReadonlySet<string>): boolean {
  const deskId = card.desk?.id ?? null;
  const street = filter.street?.trim().toLowerCase() ?? '';
  return (
    (filter.deskId === null || filter.deskId === deskId) &&
    (!filter.withoutDesk || deskId === null) &&
    (!filter.mine || (deskId !== null && desks.has(deskId))) &&
    (filter.categoryId === null || filter.categoryId === card.category.id) &&
    (filter.kind === null || filter.kind === card.kind) &&
    (!filter.reopened || card.isReopened) &&
    (!filter.overdue || isLate(card.clock, Date.now())) &&
    (street === '' || (card.place.address ?? '').toLowerCase().includes(street))
  );
}

/** As the address of the page says it; unknown words are nothing. */
export function filterFrom(query: Readonly<Record<string, unknown>>): BoardFilter {
  const text = (name: string) => (typeof query[name] === 'string' && query[name] !== '' ? query[name] : null);
  const desk = text('desk');
  return {
    deskId: desk === 'none' ? null : desk,
    withoutDesk: desk === 'none',
    categoryId: text('category'),
    kind: kinds.find((kind) => kind === text('kind')) ?? null,
    street: text('street')?.slice(0, 200) ?? null,
    mine: text('mine') === 'yes',
    reopened: text('reopened') === 'yes',
    overdue: text('overdue') === 'yes',
  };
}

/** The other way round; what is not filtered by is not said. */
export function queryOf(filter: BoardFilter): Record<string, string> {
  const said = {
    desk: filter.withoutDesk ? 'none' : filter.deskId,
    category: filter.categoryId,
    kind: filter.kind,
    street: filter.street,
    mine: filter.mine ? 'yes' : null,
    reopened: filter.reopened ? 'yes' : null,
    overdue: filter.overdue ? 'yes' : null,
  };
  return Object.fromEntries(Object.entries(said).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
