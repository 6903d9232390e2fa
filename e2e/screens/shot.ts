import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';

/** One picture: person, path and preparation of its page. */
export interface Shot {
  readonly name: string;
  readonly as?: Person;
  readonly path: string;
  /** Called after the page has opened. */
  prepare?(page: Page): Promise<unknown>;
  /** Text that is visible when the page is complete. */
  readonly shows: string;
}
