import type { Context } from '../context.ts';

/** The stretch of a topic's history that one message covers: versions after..upTo. */
export interface VersionRange {
  readonly topic: string;
  /** Undefined: from nothing (state topics always; list topics: only the newest page). */
  readonly after: number | undefined;
  readonly upTo: number;
  /** Where the reader stands afterwards: the message's `cursor`. */
  readonly cursor: string;
}

export interface Topic<Args, Audience extends string, State> {
  readonly name: string;
  /** 'state': the newest replaces older ones. 'list': everything since the reader's version, in order. */
  readonly kind: 'state' | 'list';
  /** Bursts are told at most this often, in milliseconds. */
  readonly conflateMs: number;
  id(args: Args): string;
  /** Who may watch, as a class of equals; throws DomainError for nobody. Depends on the actor's standing only. */
  audience(ctx: Context, args: Args): Promise<Audience>;
  /** What that audience may see now; `ctx` has no actor when the execution is shared. */
  read(ctx: Context, args: Args, audience: Audience, span: VersionRange): Promise<State>;
}

export type AnyTopic = Topic<never, never, unknown>;

export function defineTopic<Args, Audience extends string, State>(
  topic: Topic<Args, Audience, State>,
): Topic<Args, Audience, State> {
  return topic;
}

export function topicKey<Args>(topic: Pick<Topic<Args, never, unknown>, 'name' | 'id'>, args: Args): string {
  return `${topic.name}:${topic.id(args)}`;
}

/** What a subscription's resolver returns: not data, but the wish to watch. The hub turns it into messages. */
export class SubscriptionRequest implements AsyncIterable<never> {
  constructor(
    readonly topic: AnyTopic,
    readonly args: never,
    readonly audience: string,
    /** The version the client says it has; undefined: nothing. */
    readonly after: number | undefined,
  ) {}

  [Symbol.asyncIterator](): AsyncIterator<never> {
    throw new Error('a SubscriptionRequest is read by kernel/live only');
  }
}
