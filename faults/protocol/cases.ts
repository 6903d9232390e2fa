import type { Client } from '../harness/http.ts';
import type { Poll } from '../harness/polls.ts';
import type { Product } from '../harness/product.ts';
import type { Stage } from '../harness/stage.ts';

/** A started process with an open poll to try things on. */
export interface Target {
  readonly stage: Stage;
  readonly server: Product;
  readonly port: number;
  readonly poll: Poll;
  readonly database: string;
  /** A client from an address nobody else uses. */
  nobody(): Client;
}

/** What came back, in a few words; compared with `expected` as a whole. */
export interface Case {
  readonly name: string;
  readonly expected: string | RegExp;
  run(target: Target): Promise<string>;
}

export const viewerQuery = '{ viewer { id } }';

export function isAsExpected(actual: string, expected: string | RegExp): boolean {
  return typeof expected === 'string' ? actual === expected : expected.test(actual);
}
