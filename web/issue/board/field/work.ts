/** Work that was done outside and waits on this device until the server has it. */
export interface FieldWork {
  /** Idempotency key of the work; the same for every attempt. */
  readonly key: string;
  /** Id of the person who did the work; nobody else may send it. */
  readonly by: string;
  readonly ags: string;
  readonly issueId: string;
  readonly reference: string;
  /** Version of the report that the person saw. */
  readonly version: number;
  readonly message: string | null;
  readonly tellReporter: boolean;
  readonly writtenAt: number;
  /** Photo of the result; null: none. */
  readonly picture: FieldPicture | null;
  /** Code of the refusal; null: not refused. */
  readonly refused: string | null;
}
export interface FieldPicture {
  readonly blob: Blob;
  /** Id of the uploaded photo; null: not uploaded yet. */
  readonly id: string | null;
  /** Whether the photo is added to the report. */
  readonly isAdded: boolean;
}

export function isFieldWork(value: unknown): value is FieldWork {
  return typeof value === 'object' && value !== null && 'issueId' in value && 'picture' in value;
}

interface Spot {
  readonly lat: number;
  readonly lon: number;
}

/** Distance in metres on a flat map, which is exact enough within a town. */
export function metresBetween(a: Spot, b: Spot): number {
  const perDegree = 111_320;
  const radians = Math.PI / 180;
  return Math.hypot(a.lat - b.lat, (a.lon - b.lon) * Math.cos(a.lat * radians)) * perDegree;
}

interface Sortable {
  readonly createdAt: string;
  readonly place: { readonly point: Spot };
  readonly clock: { readonly resolution: { readonly dueAt: string | null } } | null;
}
export type FieldOrder = 'near' | 'due';

/** Reports by distance or by due time; without a position or a clock the oldest first. */
export function inOrder<One extends Sortable>(issues: readonly One[], order: FieldOrder, here: Spot | null): One[] {
  const far = ({ place }: One) => (here ? metresBetween(here, place.point) : 0);
  const due = ({ clock }: One) => (clock?.resolution.dueAt ? Date.parse(clock.resolution.dueAt) : Infinity);
  const by = order === 'near' ? far : due;
  const difference = (a: One, b: One) => (by(a) === by(b) ? 0 : by(a) - by(b));
  return issues.toSorted((a, b) => difference(a, b) || a.createdAt.localeCompare(b.createdAt));
}
