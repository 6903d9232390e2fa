import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Actor } from '../actor.ts';
import type { Frames } from './frames.ts';
import type { Watch } from './topic.ts';
import type { Recipient, SocketWriter } from './writer.ts';

/** Whose operation it is, and the way there. The actor is replaced when the session is read again. */
export interface Seat {
  /** The client's operation id as JSON text. */
  readonly id: string;
  readonly connected: { readonly actor: Actor; readonly writer: SocketWriter<Member> };
}

export type WatchArgs = ExecutionArgs & { readonly seat: Seat };
type Ended = IteratorReturnResult<undefined>;

/**
 * One subscription of one client. To graphql-ws it is a stream that never yields: protocol, ids and clean-up stay
 * there, messages go straight to the socket. One slot: a stuck reader holds at most one message, never a queue.
 */
export class Member implements AsyncIterableIterator<ExecutionResult>, Recipient {
  /** The version the client has; -1: nothing yet. */
  version: number;
  group: Group | undefined;
  /** What must happen before the next message; whoever it is comes back to this member, nobody else does. */
  awaits: Group | Message | SocketWriter<Member> | undefined;
  outgoing: Frames | undefined;
  /** Completed by the client, cut, or refused: never joined again. */
  hasEnded = false;
  /** Looked at for every message, so they lie here. */
  readonly id: string;
  readonly writer: SocketWriter<Member>;
  readonly #leave: (member: Member) => void;
  readonly #ended = Promise.withResolvers<Ended>();

  constructor(
    readonly args: WatchArgs,
    readonly watch: Watch,
    leave: (member: Member) => void,
  ) {
    this.version = watch.after ?? -1;
    this.id = args.seat.id;
    this.writer = args.seat.connected.writer;
    this.#leave = leave;
    this.#ended.promise.catch(() => undefined);
  }

  get actor(): Actor {
    return this.args.seat.connected.actor;
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
export interface Group {
  readonly key: string;
  readonly topic: string;
  readonly watch: Watch;
  readonly args: WatchArgs;
  /** The document asks about the viewer: the group has one member and that member's context. */
  readonly isPersonal: boolean;
  readonly members: Set<Member>;
  /** Those among them for whom the database has not been asked yet. */
  readonly newcomers: Member[];
  readonly attached: Promise<() => void>;
  /** What its members are told; -1: nothing is known yet. */
  version: number;
  /** The newest version heard of. */
  hinted: number;
  /** Messages of this version by the version they start from (state topics: one). */
  messages: Map<number, Message>;
  toldAt: number;
  /** It will be told soon. */
  isDue: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** What a group's members are told of one version: read, executed and serialised once. */
export interface Message {
  readonly group: Group;
  readonly version: number;
  /** Who is told once it is there. */
  waiting: Member[];
  /** Undefined: still being computed. */
  frames: Frames | undefined;
}

/** Never back: a hint may overtake the answer of the database. */
export function moveTo(group: Group, version: number): void {
  if (version <= group.version) return;
  group.version = version;
  group.messages = new Map();
}

/** A read failed, or the database was restored from a backup: whatever is heard next is news. */
export function forget(group: Group): void {
  group.version = -1;
  group.hinted = -1;
}
