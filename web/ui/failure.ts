/** What went wrong, in the visitor's words. */
export interface Failure {
  readonly text: string;
  /** For the call to the town hall: under this number the operator finds what happened. */
  readonly reference: string | null;
  /** Nobody answered at all. */
  readonly isCut?: boolean;
}
