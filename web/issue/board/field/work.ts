/** What was done outside and waits on this device until the town hall has it. */
export interface FieldWork {
  /** Of the work for good, however often it is sent. */
  readonly key: string;
  /** Who did it: nobody else sends it. */
  readonly by: string;
  readonly ags: string;
  readonly issueId: string;
  readonly reference: string;
  /** The version the decision was made on. */
  readonly version: number;
  readonly message: string | null;
  readonly tellReporter: boolean;
  readonly writtenAt: number;
  /** Null: done without one. */
  readonly picture: FieldPicture | null;
  /** Why the server does not take it, as a code. */
  readonly refused: string | null;
}
export interface FieldPicture {
  readonly blob: Blob;
  /** Once the server has it. */
  readonly id: string | null;
  /** It lies with the report. */
  readonly isAdded: boolean;
}

export function isFieldWork(value: unknown): value is FieldWork {
  return typeof value === 'object' && value !== null && 'issueId' in value && 'picture' in value;
}

interface Spot {
  readonly lat: number;
  readonly lon: number;
}

/** On a flat map: within a town the error is metres. */
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

/** The nearest first, or what is due first; without a position and without a clock the oldest. */
export function inOrder<One extends Sortable>(issues: readonly One[], order: FieldOrder, here: Spot | null): One[] {
  const far = ({ place }: One) => (here ? metresBetween(here, place.point) : 0);
  const due = ({ clock }: One) => (clock?.resolution.dueAt ? Date.parse(clock.resolution.dueAt) : Infinity);
  const by = order === 'near' ? far : due;
  const difference = (a: One, b: One) => (by(a) === by(b) ? 0 : by(a) - by(b));
  return issues.toSorted((a, b) => difference(a, b) || a.createdAt.localeCompare(b.createdAt));
}
