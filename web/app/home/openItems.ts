import type { RouteLocationRaw } from 'vue-router';

/** Number of rows of "Für Sie offen" until the visitor opens the rest; on a phone the style hides all after the second. */
export const openShown = { phone: 2, wide: 5 };

/** A poll or a date for which the visitor is missing. */
export interface OpenItem {
  readonly id: string;
  readonly to: RouteLocationRaw;
  readonly title: string;
  /** Language of the title. */
  readonly lang: string | undefined;
  /** Line below the title. */
  readonly note: string;
  /** Text of the button. */
  readonly act: string;
  /** When it ends, in milliseconds. */
  readonly end: number;
}

/** The items in one list, those that end first come first; server/kernel/shellBlocks.ts orders them alike. */
export function mergeOpen(...lists: readonly (readonly OpenItem[])[]): OpenItem[] {
  return lists.flat().toSorted((a, b) => a.end - b.end);
}
