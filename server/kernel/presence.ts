import type { Redis } from 'ioredis';

/**
 * People in the places of a room at the moment. Entries expire unless they are renewed, and are stored nowhere else.
 */
export interface Presence {
  /**
   * Places `who` at `at.place` for the next `ms` milliseconds and removes them from other places of the room; `what`
   * replaces the description of their activity.
   */
  enter(room: string, at: PresencePlace, what: object, ms: number): Promise<void>;
  /** Ignored if the user has moved on: "leave" messages can arrive after the next "enter". */
  leave(room: string, at: PresencePlace): Promise<void>;
  /** Everybody in the room, ordered by name. */
  list<What>(room: string): Promise<readonly Present<What>[]>;
}

export interface PresencePlace {
  readonly who: string;
  readonly place: string;
}

export interface Present<What> {
  readonly who: string;
  readonly what: What;
  /** End of the entry in milliseconds since 1970, unless it is renewed. */
  readonly until: number;
}

/** Script that compares and deletes in one command, so that nobody can enter another place in between. */
const leaveScript = `local text = redis.call('hget', KEYS[1], ARGV[1])
if text and cjson.decode(text).place == ARGV[2] then redis.call('hdel', KEYS[1], ARGV[1]) end`;

/**
 * Presence in Redis for all processes; without Redis, or while it is unreachable, each process knows only its own
 * entries.
 */
export function createPresence(installationId: string, redis: Redis | undefined, now: () => number): Presence {
  /** JSON by name by room, as in Redis. */
  const own = new Map<string, Map<string, string>>();

  return {
    async enter(room, { who, place }, what, ms) {
      const text = JSON.stringify({ place, what, until: now() + ms });
      own.set(room, (own.get(room) ?? new Map<string, string>()).set(who, text));
      await shared(room, (key) => redis?.multi().hset(key, who, text).pexpire(key, ms).exec());
    },
    async leave(room, { who, place }) {
      const text = own.get(room)?.get(who);
      if (text !== undefined && stored(text).place === place) own.get(room)?.delete(who);
      await shared(room, (key) => redis?.eval(leaveScript, 1, key, who, place));
    },
    async list<What>(room: string) {
      const told = await shared(room, (key) => redis?.hgetall(key));
      const texts = told === undefined ? [...(own.get(room) ?? [])] : Object.entries(told);
      const here = texts.map(([who, text]) => read<What>(who, text)).filter(({ until }) => until > now());
      if (here.length === 0) own.delete(room);
      return here.sort((a, b) => (a.who < b.who ? -1 : 1));
    },
  };

  /**
   * Result from Redis; undefined if there is no Redis or it does not answer, because presence is not worth an error.
   */
  async function shared<T>(room: string, ask: (key: string) => Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await ask(`${installationId}:presence:${room}`);
    } catch {
      return undefined;
    }
  }
}

interface Stored<What> extends Omit<Present<What>, 'who'> {
  readonly place: string;
}

function stored<What>(text: string): Stored<What> {
  return JSON.parse(text);
}

function read<What>(who: string, text: string): Present<What> {
  const { what, until } = stored<What>(text);
  return { who, what, until };
}
