import { RedisPubSub } from 'graphql-redis-subscriptions';
import { Redis } from 'ioredis';
import type { Bus, Hint } from './hint.ts';

/** Maximum time in milliseconds that a new subscriber waits for Redis before it reads without hints. */
const maxHoldMs = 250;

/**
 * Redis connection that fails at once instead of queueing commands while Redis is down; a command times out after 500
 * ms.
 */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 500,
    connectTimeout: 1000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1000),
  });
  redis.on('error', () => undefined); // ioredis reconnects by itself; comparisons replace the hints meanwhile
  return redis;
}

/**
 * Bus over Redis. RedisPubSub counts references: one Redis subscription per process and topic, for any number of
 * listeners.
 */
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
 * Retries a failed subscribe until Redis is back: RedisPubSub leaves a rejected promise behind, and an unhandled
 * rejection ends the process. After a reconnect ioredis subscribes again by itself.
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

/** True when the connection is ready, false if it is not ready within `ms` milliseconds. */
export async function waitForRedis(redis: Redis, ms: number): Promise<boolean> {
  if (redis.status === 'ready') return true;
  return Promise.race([becomesReady(redis).then(() => true), pause(ms).then(() => false)]);
}
