/** Number of free seats; null: unlimited. */
export function freeSeats({
  capacity,
  taken,
}: {
  readonly capacity?: number | null;
  readonly taken: number;
}): number | null {
  return capacity == null ? null : Math.max(0, capacity - taken);
}
