import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Actor } from '../actor.ts';
import type { Frames } from './frames.ts';
import type { SubscriptionRequest } from './topic.ts';
import type { FrameReceiver, SocketWriter } from './writer.ts';

/** Connection of an operation. `connected.actor` is replaced when the session is read again. */
export interface SubscriberSlot {
  /** The client's operation id as JSON text. */
  readonly id: string;
  readonly connected: { readonly actor: Actor; readonly writer: SocketWriter<Subscriber> };
}

export type SubscriptionArgs = ExecutionArgs & { readonly slot: SubscriberSlot };
type Ended = IteratorReturnResult<undefined>;

/**
 * One subscription of one client. For graphql-ws it is an iterator that never yields: graphql-ws handles protocol, ids
 * and clean-up, while messages go directly to the socket. A client that does not read holds at most one message, never
 * a queue.
 */
export class Subscriber implements AsyncIterableIterator<ExecutionResult>, FrameReceiver {
  /** Version that the client has; -1: none. */
  version: number;
  group: SubscriberGroup | undefined;
  /** Group, message or writer that must become ready before the next message; it alone resumes this subscriber. */
  awaits: SubscriberGroup | GroupMessage | SocketWriter<Subscriber> | undefined;
  outgoing: Frames | undefined;
  /**
   * True after the client completed the subscription, the socket closed or the access ended: the subscriber never joins
   * again.
   */
  hasEnded = false;
  /** Copied from `args`, because both are read for every message. */
  readonly id: string;
  readonly writer: SocketWriter<Subscriber>;
  readonly #leave: (subscriber: Subscriber) => void;
  readonly #ended = Promise.withResolvers<Ended>();

  constructor(
    readonly args: SubscriptionArgs,
    readonly watch: SubscriptionRequest,
    leave: (subscriber: Subscriber) => void,
  ) {
    this.version = watch.after ?? -1;
    this.id = args.slot.id;
    this.writer = args.slot.connected.writer;
    this.#leave = leave;
    this.#ended.promise.catch(() => undefined);
  }

  get actor(): Actor {
    return this.args.slot.connected.actor;
  }

  /** `error`: reason why the client may no longer subscribe; without it the subscription completes. */
  end(error?: unknown): void {
    this.hasEnded = true;
    this.outgoing = undefined;
    this.#leave(this);
    if (error === undefined) this.#ended.resolve({ done: true, value: undefined });
    else this.#ended.reject(error as Error);
  }

  next(): Promise<Ended> {
    return this.#ended.promise;
  }

  return(): Promise<Ended> {
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(): Promise<Ended> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/**
 * Subscribers with equal topic, audience, document and variables: one read, one execution and one serialisation serve
 * all.
 */
export interface SubscriberGroup {
  readonly key: string;
  readonly topic: string;
  readonly watch: SubscriptionRequest;
  readonly args: SubscriptionArgs;
  /**
   * True: the document asks about the viewer, so the group has one subscriber and executes in that subscriber's
   * context.
   */
  readonly isPersonal: boolean;
  readonly subscribers: Set<Subscriber>;
  /** Subscribers whose first version has not been read from the database. */
  readonly newcomers: Subscriber[];
  readonly attached: Promise<() => void>;
  /** Version that the subscribers receive; -1: none is known yet. */
  version: number;
  /** Newest version of a hint. */
  hinted: number;
  /** Messages of `version` by the version they start from; state topics have one message. */
  messages: Map<number, GroupMessage>;
  sentAt: number;
  /** `performance.now()` of the oldest hint that no message answers yet. */
  hintedAt: number | undefined;
  /** True while a delivery is scheduled. */
  isDue: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** Message that takes a group's subscribers to one version: read, executed and serialised once. */
export interface GroupMessage {
  readonly group: SubscriberGroup;
  readonly version: number;
  /** Subscribers that receive the message when it is computed. */
  waiting: Subscriber[];
  /** Undefined while the message is computed. */
  frames: Frames | undefined;
  /** `performance.now()` of the hint that the message answers; undefined: it welcomes new subscribers. */
  readonly hintedAt: number | undefined;
}

/**
 * Moves the group to a newer version. Lower versions are ignored, because a hint may arrive before an older answer of
 * the database.
 */
export function advanceGroup(group: SubscriberGroup, version: number): void {
  if (version <= group.version) return;
  group.version = version;
  group.messages = new Map();
}

/** Resets the versions, after a failed read or a restored backup, so that the next hint counts as new. */
export function invalidateSnapshot(group: SubscriberGroup): void {
  group.version = -1;
  group.hinted = -1;
}
