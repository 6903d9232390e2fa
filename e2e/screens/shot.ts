import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';

/** One picture: how to get there with a page of that person. */
export interface Shot {
  readonly name: string;
  readonly as?: Person;
  readonly path: string;
  /** After the page has opened. */
  prepare?(page: Page): Promise<unknown>;
  /** Seen when the page is complete. */
  readonly shows: string;
}
