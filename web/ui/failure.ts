/** A failure in the visitor's words. */
export interface Failure {
  readonly text: string;
  /** Number under which the operator finds the failure in the log; null: none. */
  readonly reference: string | null;
  /** Whether the server could not be reached. */
  readonly isCut?: boolean;
}
