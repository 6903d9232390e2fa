import type { Client } from '../harness/http.ts';
import type { Poll } from '../harness/polls.ts';
import type { Product } from '../harness/product.ts';
import type { Stage } from '../harness/stage.ts';

/** A running process with an open poll that the cases use. */
export interface Target {
  readonly stage: Stage;
  readonly server: Product;
  readonly port: number;
  readonly poll: Poll;
  readonly database: string;
  /** Returns a client with an IP address that no other client uses. */
  nobody(): Client;
}

/** One case: `run` returns the outcome in a few words, which must equal or match `expected`. */
export interface Case {
  readonly name: string;
  readonly expected: string | RegExp;
  run(target: Target): Promise<string>;
}

export const viewerQuery = '{ viewer { id } }';

export function isAsExpected(actual: string, expected: string | RegExp): boolean {
  return typeof expected === 'string' ? actual === expected : expected.test(actual);
}
