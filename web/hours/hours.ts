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
/** A line of a form that is never another one, however the lines move. */
export type Line<Value> = Value & { readonly key: number };

let lines = 0;
export function lineOf<Value>(value: Value): Line<Value> {
  return { ...value, key: lines++ };
}

/** A time field knows no 24:00: midnight at the end of a stretch is the end of that day. */
export function spanForField({ weekday, from, to }: Span): Line<Span> {
  return lineOf({ weekday, from, to: to === '24:00' ? '00:00' : to });
}

export function spanFromField({ weekday, from, to }: Span): Span {
  return { weekday, from, to: to === '00:00' ? '24:00' : to };
}

/** What somebody adds to a day: the rest of it after a break, or a usual day. */
export function nextSpan(weekday: Weekday, known: readonly Span[]): Line<Span> {
  const last = known.filter((span) => span.weekday === weekday).at(-1);
  return lineOf(last ? { weekday, from: last.to, to: '' } : { weekday, from: '08:00', to: '17:00' });
}

/** The code of what stands against a line: `list` and its number in the error's path. */
export function codeAt(errors: readonly UserErrorPartsFragment[], list: string, index: number): string | undefined {
  return errors.find(({ path }) => path[0] === list && path[1] === String(index))?.code;
}
