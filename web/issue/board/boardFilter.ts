import type { IssueCardFragment, IssueKind } from '../../gql/graphql.ts';
import { isLate, nextDueAt } from '../clock/clock.ts';
import { dayIn, dayBefore } from './days.ts';

/** Filter of the board, equal to the server's; null or false: no restriction. */
export interface BoardFilter {
  readonly deskId: string | null;
  readonly withoutDesk: boolean;
  readonly categoryId: string | null;
  readonly kind: IssueKind | null;
  readonly street: string | null;
  readonly mine: boolean;
  readonly reopened: boolean;
  readonly overdue: boolean;
  readonly dueToday: boolean;
  readonly sinceYesterday: boolean;
  readonly unanswered: boolean;
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
  dueToday: false,
  sinceYesterday: false,
  unanswered: false,
};

export const kinds: readonly IssueKind[] = ['DEFECT', 'COMPLAINT', 'PRAISE', 'CRITICISM', 'SUGGESTION', 'QUESTION'];

/** The viewer of the board: the account, null until it is known, the desks where the viewer works, and the time zone. */
export interface BoardViewer {
  readonly id: string | null;
  readonly desks: ReadonlySet<string>;
  readonly timeZone: string;
}

/** Applies the filter as the server does, for cards that change on the screen. */
export function matches(card: IssueCardFragment, filter: BoardFilter, viewer: BoardViewer): boolean {
  const deskId = card.desk?.id ?? null;
  const street = filter.street?.trim().toLowerCase() ?? '';
  return (
    (filter.deskId === null || filter.deskId === deskId) &&
    (!filter.withoutDesk || deskId === null) &&
    (!filter.mine || isMine(card, viewer)) &&
    (filter.categoryId === null || filter.categoryId === card.category.id) &&
    (filter.kind === null || filter.kind === card.kind) &&
    (!filter.reopened || card.isReopened) &&
    (!filter.overdue || isLate(card.clock, Date.now())) &&
    (!filter.dueToday || isDueToday(card, viewer.timeZone)) &&
    (!filter.sinceYesterday || isNew(card, viewer.timeZone)) &&
    (!filter.unanswered || card.unanswered !== null) &&
    (street === '' || (card.place.address ?? '').toLowerCase().includes(street))
  );
}

/** Whether the viewer has the report, or nobody at a desk of the viewer has it. */
function isMine({ desk, assignee }: IssueCardFragment, { id, desks }: BoardViewer): boolean {
  return desk != null && desks.has(desk.id) && (assignee == null || assignee.assigneeId === id);
}

/** Whether a running clock ends today or has ended. */
function isDueToday({ clock }: IssueCardFragment, timeZone: string): boolean {
  const dueAt = nextDueAt(clock);
  return dueAt !== null && dayIn(timeZone, Date.parse(dueAt)) <= dayIn(timeZone, Date.now());
}

/** Whether the report was made yesterday or today. */
function isNew({ createdAt }: IssueCardFragment, timeZone: string): boolean {
  return dayIn(timeZone, Date.parse(createdAt)) >= dayBefore(dayIn(timeZone, Date.now()));
}

/** Filter of the page's address; unknown values are ignored. */
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
    dueToday: text('due') === 'today',
    sinceYesterday: text('since') === 'yesterday',
    unanswered: text('waiting') === 'yes',
  };
}

/** Query parameters of a filter, without those that do not restrict. */
export function queryOf(filter: BoardFilter): Record<string, string> {
  const said = {
    desk: filter.withoutDesk ? 'none' : filter.deskId,
    category: filter.categoryId,
    kind: filter.kind,
    street: filter.street,
    mine: filter.mine ? 'yes' : null,
    reopened: filter.reopened ? 'yes' : null,
    overdue: filter.overdue ? 'yes' : null,
    due: filter.dueToday ? 'today' : null,
    since: filter.sinceYesterday ? 'yesterday' : null,
    waiting: filter.unanswered ? 'yes' : null,
  };
  return Object.fromEntries(Object.entries(said).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
