import type { Step } from '../load/change.ts';
import type { Operation } from '../load/crowd.ts';

/** A change, and a part of the message by which clients recognise the change. */
export interface Change {
  readonly step: Step;
  readonly mark: string;
}
/** A subject that changes while clients subscribe to it. */
export interface Watched {
  readonly operation: Operation;
  /** A change through the product's API. */
  makeMutation(): Change;
  /** A change for a server without a database: the whole message as `ours` would send it. */
  makeMessage(): Change;
}
