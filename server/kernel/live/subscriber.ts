import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Actor } from '../actor.ts';
import type { Frames } from './frames.ts';
import type { SubscriptionRequest } from './topic.ts';
import type { FrameReceiver, SocketWriter } from './writer.ts';

/** Whose operation it is, and the way there. The actor is replaced when the session is read again. */
export interface SubscriberSlot {
  /** The client's operation id as JSON text. */
  readonly id: string;
  readonly connected: { readonly actor: Actor; readonly writer: SocketWriter<Subscriber> };
}

export type SubscriptionArgs = ExecutionArgs & { readonly slot: SubscriberSlot };
type Ended = IteratorReturnResult<undefined>;

/**
 * One subscription of one client. To graphql-ws it is a stream that never yields: protocol, ids and clean-up stay
 * there, messages go straight to the socket. One slot: a stuck reader holds at most one message, never a queue.
 */
export class Subscriber implements AsyncIterableIterator<ExecutionResult>, FrameReceiver {
  /** The version the client has; -1: nothing yet. */
  version: number;
  group: SubscriberGroup | undefined;
  /** What must happen before the next message; whoever it is comes back to this subscriber, nobody else does. */
  awaits: SubscriberGroup | GroupMessage | SocketWriter<Subscriber> | undefined;
  outgoing: Frames | undefined;
  /** Completed by the client, cut, or refused: never joined again. */
  hasEnded = false;
  /** Looked at for every message, so they lie here. */
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

  /** `error`: why the client may not go on watching. */
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

/** Subscribers with equal topic, audience, document and variables: one read, one execution, one serialisation. */
export interface SubscriberGroup {
  readonly key: string;
  readonly topic: string;
  readonly watch: SubscriptionRequest;
  readonly args: SubscriptionArgs;
  /** The document asks about the viewer: the group has one subscriber and that subscriber's context. */
  readonly isPersonal: boolean;
  readonly subscribers: Set<Subscriber>;
  /** Those among them for whom the database has not been asked yet. */
  readonly newcomers: Subscriber[];
  readonly attached: Promise<() => void>;
  /** What its subscribers are told; -1: nothing is known yet. */
  version: number;
  /** The newest version heard of. */
  hinted: number;
  /** Messages of this version by the version they start from (state topics: one). */
  messages: Map<number, GroupMessage>;
  sentAt: number;
  /** It will be told soon. */
  isDue: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** What a group's subscribers are told of one version: read, executed and serialised once. */
export interface GroupMessage {
  readonly group: SubscriberGroup;
  readonly version: number;
  /** Who is told once it is there. */
  waiting: Subscriber[];
  /** Undefined: still being computed. */
  frames: Frames | undefined;
}

/** Never back: a hint may overtake the answer of the database. */
export function advanceGroup(group: SubscriberGroup, version: number): void {
  if (version <= group.version) return;
  group.version = version;
  group.messages = new Map();
}

/** A read failed, or the database was restored from a backup: whatever is heard next is news. */
export function invalidateSnapshot(group: SubscriberGroup): void {
  group.version = -1;
  group.hinted = -1;
}
