import { RedisPubSub } from 'graphql-redis-subscriptions';
import { Redis } from 'ioredis';
import type { Bus, Hint } from './hint.ts';

/** How long a new watcher waits for Redis before it reads without it. */
const maxHoldMs = 250;

/** A connection that never makes anybody wait for a Redis that is away. */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 500,
    connectTimeout: 1000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1000),
  });
  redis.on('error', () => undefined); // ioredis reconnects by itself, and the comparison goes on meanwhile
  return redis;
}

/** RedisPubSub counts references: one Redis subscription per process and topic, however many listeners. */
export async function createRedisBus(url: string, installationId: string): Promise<Bus> {
  const publisher = connectRedis(url);
  const subscriber = connectRedis(url);
  await Promise.race([Promise.all([publisher, subscriber].map(becomesReady)), pause(4 * maxHoldMs)]);
  const pubsub = new RedisPubSub({ publisher, subscriber: patient(subscriber) as never });
  const channelOf = (topic: string): string => `${installationId}:hint:${topic}`;

  return {
    publish(hint) {
      pubsub.publish(channelOf(hint.topic), hint).catch(() => undefined);
    },
    async subscribe(topic, listener: (hint: Hint) => void) {
      let hasLeft = false;
      const attached = pubsub.subscribe(channelOf(topic), listener);
      await Promise.race([attached, pause(maxHoldMs)]);
      return () => {
        if (hasLeft) return;
        hasLeft = true;
        void attached.then((id) => {
          pubsub.unsubscribe(id);
        });
      };
    },
    close() {
      publisher.disconnect();
      subscriber.disconnect();
      return Promise.resolve();
    },
  };
}

/**
 * RedisPubSub leaves rejected promises behind when a subscribe fails, and an unhandled rejection ends the process. So a
 * subscribe waits for Redis instead of failing; after a reconnect ioredis subscribes again by itself.
 */
function patient(redis: Redis) {
  function subscribe(channel: string, done: (error: null) => void): void {
    redis.subscribe(channel).then(
      () => {
        done(null);
      },
      () => {
        if (redis.status !== 'end') setTimeout(subscribe, maxHoldMs, channel, done).unref();
      },
    );
  }
  return {
    subscribe,
    unsubscribe: (channel: string): void => {
      redis.unsubscribe(channel).catch(() => undefined);
    },
    punsubscribe: (): void => undefined,
    on: redis.on.bind(redis),
  };
}

function becomesReady(redis: Redis): Promise<void> {
  return new Promise((done) => {
    redis.once('ready', () => {
      done();
    });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms).unref();
  });
}

/** True once the connection is ready, false if it is not within `ms`. */
export async function waitForRedis(redis: Redis, ms: number): Promise<boolean> {
  if (redis.status === 'ready') return true;
  return Promise.race([becomesReady(redis).then(() => true), pause(ms).then(() => false)]);
}
