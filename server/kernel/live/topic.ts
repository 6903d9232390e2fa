import type { Context } from '../context.ts';

/** Versions of a topic that one message covers: greater than `after`, up to and including `upTo`. */
export interface VersionRange {
  readonly topic: string;
  /**
   * Version that the subscriber has; undefined: none, which is always so for state topics (list topics then send the
   * newest page).
   */
  readonly after: number | undefined;
  readonly upTo: number;
  /** Cursor of `upTo`; clients send it as `after` to resume here. */
  readonly cursor: string;
}

export interface Topic<Args, Audience extends string, State> {
  readonly name: string;
  /** 'state': only the newest state is sent. 'list': every entry since the subscriber's version is sent, in order. */
  readonly kind: 'state' | 'list';
  /** Minimum time between two messages of one group, in milliseconds; versions in between are sent as one. */
  readonly conflateMs: number;
  id(args: Args): string;
  /**
   * Audience class of the actor: actors with equal classes may read the same. Depends only on what the actor's
   * principal covers; throws DomainError if the actor may not subscribe.
   */
  audience(ctx: Context, args: Args): Promise<Audience>;
  /** State that this audience may read now; `ctx` has no actor when the execution is shared. */
  read(ctx: Context, args: Args, audience: Audience, span: VersionRange): Promise<State>;
}

export type AnyTopic = Topic<never, never, unknown>;

/** Defines a topic; its domain must list it in the manifest. */
export function defineTopic<Args, Audience extends string, State>(
  topic: Topic<Args, Audience, State>,
): Topic<Args, Audience, State> {
  return topic;
}

/** Name of one topic instance on the bus and in topic_version: `<name>:<id>`. */
export function topicKey<Args>(topic: Pick<Topic<Args, never, unknown>, 'name' | 'id'>, args: Args): string {
  return `${topic.name}:${topic.id(args)}`;
}

/** Returned by a subscription's resolver instead of data; Multicast sends the messages for this request. */
export class SubscriptionRequest implements AsyncIterable<never> {
  constructor(
    readonly topic: AnyTopic,
    readonly args: never,
    readonly audience: string,
    /** Version that the client has according to its cursor; undefined: none. */
    readonly after: number | undefined,
  ) {}

  [Symbol.asyncIterator](): AsyncIterator<never> {
    throw new Error('a SubscriptionRequest is read by kernel/live only');
  }
}
