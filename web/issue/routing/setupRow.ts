/** Row of a table in which one row at a time is edited. */
export interface SetupRow {
  readonly key: string;
  readonly name: string;
  /** Language of the name, if it is not the page's. */
  readonly lang?: string | undefined;
  /** Texts of the columns after the name. */
  readonly cells: readonly string[];
  /** Index of the cell that says that something necessary is missing. */
  readonly missing?: number | undefined;
}
