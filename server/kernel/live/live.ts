import type { Actor } from '../actor.ts';
import type { Context } from '../context.ts';
import { decryptCursor, encryptCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { type AnyTopic, type Topic, topicKey, SubscriptionRequest } from './topic.ts';
import { readVersion } from './version.ts';

/**
 * Options of a live field: `@Subscription(() => T, { name, ...live(topic) })`. `argsOf` turns the field's arguments
 * into the topic's, such as global ids into UUIDs and an absent person into the actor. Every live field takes `after:
 * StreamCursor`.
 */
export function live<Given, Args, Audience extends string, State>(
  topic: Topic<Args, Audience, State>,
  argsOf: (given: Given, actor: Actor) => Args,
) {
  return {
    subscribe: async ({ args, context }: { args: Given & { after?: string | null }; context: Context }) => {
      if (!context.registry.topics.has(topic.name)) throw new Error(unlisted(topic.name));
      const own = argsOf(args, context.actor);
      const audience = await topic.audience(context, own);
      const after = args.after == null ? undefined : versionOf(context, topicKey(topic, own), args.after);
      return new SubscriptionRequest(topic as unknown as AnyTopic, own as never, audience, after);
    },
  };
}

function unlisted(topic: string): string {
  return `The topic "${topic}" is in no manifest: add it to \`topics\` in the .domain.ts file of its domain.`;
}

/** State of the topic for a query. The version is read first, so the cursor is never newer than the data. */
export async function readNow<Args, Audience extends string, State>(
  topic: Topic<Args, Audience, State>,
  ctx: Context,
  args: Args,
): Promise<State> {
  const audience = await topic.audience(ctx, args);
  const key = topicKey(topic, args);
  const upTo = await readVersion(ctx, key);
  return topic.read(ctx, args, audience, { topic: key, after: undefined, upTo, cursor: streamCursor(ctx, key, upTo) });
}

/**
 * Cursor of the topic's current version: a client that reads data afterwards and subscribes with this cursor as `after`
 * misses nothing. Throws DomainError if the actor may not subscribe.
 */
export async function cursorNow<Args, Audience extends string, State>(
  topic: Topic<Args, Audience, State>,
  ctx: Context,
  args: Args,
): Promise<string> {
  await topic.audience(ctx, args);
  const key = topicKey(topic, args);
  return streamCursor(ctx, key, await readVersion(ctx, key));
}

/** Cursor of a version of a topic, encrypted for this installation. */
export function streamCursor(ctx: Pick<Context, 'secret'>, topic: string, version: number): string {
  return encryptCursor(ctx.secret, `stream:${topic}`, String(version));
}

function versionOf(ctx: Context, topic: string, cursor: string): number {
  const version = Number(decryptCursor(ctx.secret, `stream:${topic}`, cursor));
  if (!Number.isSafeInteger(version)) throw new DomainError('BAD_CURSOR');
  return version;
}
