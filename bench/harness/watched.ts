import type { Step } from '../load/change.ts';
import type { Operation } from '../load/crowd.ts';

/** A change, and the part of a message by which those who know it can be told. */
export interface Change {
  readonly step: Step;
  readonly mark: string;
}
/** Something that changes while everybody watches it. */
export interface Watched {
  readonly operation: Operation;
  /** Changes it through our own API. */
  write(): Change;
  /** What a server without a database is told instead: the whole message, as ours says it. */
  tell(): Change;
}
