import type { UserErrorPartsFragment, Weekday } from '../gql/graphql.ts';

export const weekdays: readonly Weekday[] = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
];

export interface Span {
  weekday: Weekday;
  from: string;
  to: string;
}
/** A line of a form with a key that stays the same when lines move. */
export type Line<Value> = Value & { readonly key: number };

let lines = 0;
export function lineOf<Value>(value: Value): Line<Value> {
  return { ...value, key: lines++ };
}

/** Converts a span for time fields, which have no 24:00: midnight at the end of a span is shown as 00:00. */
export function spanForField({ weekday, from, to }: Span): Line<Span> {
  return lineOf({ weekday, from, to: to === '24:00' ? '00:00' : to });
}

export function spanFromField({ weekday, from, to }: Span): Span {
  return { weekday, from, to: to === '00:00' ? '24:00' : to };
}

/** Suggests the next span of a day: the rest of the day after a break, or a usual day. */
export function nextSpan(weekday: Weekday, known: readonly Span[]): Line<Span> {
  const last = known.filter((span) => span.weekday === weekday).at(-1);
  return lineOf(last ? { weekday, from: last.to, to: '' } : { weekday, from: '08:00', to: '17:00' });
}

/** Code of the error of a line, found by `list` and the line's index in the error's path. */
export function codeAt(errors: readonly UserErrorPartsFragment[], list: string, index: number): string | undefined {
  return errors.find(({ path }) => path[0] === list && path[1] === String(index))?.code;
}
