import type { AttendanceAnswer } from '../calendar.slot.entity.ts';

/** Seats of a slot. */
export interface Seats {
  /** Number of seats; null: unlimited. */
  readonly capacity: number | null;
  /** Number of taken seats; more than `capacity` after the capacity was lowered. */
  readonly taken: number;
}

/** Somebody with companions who gets seats together or not at all. */
export interface Party {
  readonly answer: AttendanceAnswer;
  readonly companions: number;
  /** True: a YES without seats. */
  readonly isWaiting: boolean;
}

/** Number of free seats; negative after the capacity was lowered below the taken seats. */
export function freeSeats({ capacity, taken }: Seats): number {
  return capacity === null ? Infinity : capacity - taken;
}

/** Number of seats that a party holds. */
export function seatsOf(party: Party | null): number {
  return party?.answer === 'YES' && !party.isWaiting ? 1 + party.companions : 0;
}

/** Effect of an answer on the seats of its slot. */
export interface Settled {
  readonly isWaiting: boolean;
  /** Number of seats that the answer takes; negative: it frees seats. */
  readonly takes: number;
}

/**
 * Effect of the answer that replaces `before`; null: the first answer of the party. Only YES takes seats, all that the party
 * needs at once; if too few are free, it waits, and a party that waits already keeps its place. NOT_ENOUGH_SEATS: a party with
 * seats asks for more companions than there are free seats.
 */
export function settleAnswer(
  seats: Seats,
  before: Party | null,
  { answer, companions }: Pick<Party, 'answer' | 'companions'>,
): Settled | 'NOT_ENOUGH_SEATS' {
  const held = seatsOf(before);
  if (answer !== 'YES') return { isWaiting: false, takes: 0 - held };
  const takes = 1 + companions - held;
  if (takes <= 0 || takes <= freeSeats(seats)) return { isWaiting: false, takes };
  return held > 0 ? 'NOT_ENOUGH_SEATS' : { isWaiting: true, takes: 0 };
}

/** Party of the waiting list. */
export interface WaitingParty {
  readonly id: string;
  readonly companions: number;
}

/**
 * Parties that get the free seats, from the waiting list in its order: each time the first party that fits as a whole. One pass
 * finds them, because a party that does not fit does not fit into fewer seats either.
 */
export function partiesThatFit<P extends WaitingParty>(free: number, waiting: readonly P[]): P[] {
  let left = free;
  return waiting.filter(({ companions }) => {
    const fits = 1 + companions <= left;
    if (fits) left -= 1 + companions;
    return fits;
  });
}

/** Times of a shift or of a date. */
export interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Whether two spans have a moment in common; ends are exclusive. */
export function overlaps(a: Span, b: Span): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}
