import type { Redis } from 'ioredis';

/** Who is where right now: gone by itself when nobody says so again, and written nowhere else. */
export interface Presence {
  /** `who` is at this place of the room for the next `ms`, and nowhere else in it; `what` replaces what they did there. */
  enter(room: string, at: PresencePlace, what: object, ms: number): Promise<void>;
  /** Nothing happens when they are at another place by now: a goodbye may come late. */
  leave(room: string, at: PresencePlace): Promise<void>;
  /** Everybody who is there, in the order of their names. */
  list<What>(room: string): Promise<readonly Present<What>[]>;
}

export interface PresencePlace {
  readonly who: string;
  readonly place: string;
}

export interface Present<What> {
  readonly who: string;
  readonly what: What;
  /** Milliseconds since 1970; then they are gone unless they enter again. */
  readonly until: number;
}

/** One command, or between looking and leaving they might arrive elsewhere. */
const leaveScript = `local text = redis.call('hget', KEYS[1], ARGV[1])
if text and cjson.decode(text).place == ARGV[2] then redis.call('hdel', KEYS[1], ARGV[1]) end`;

/** In Redis for all processes together; without it, and while it is away, each process knows its own. */
export function createPresence(installationId: string, redis: Redis | undefined, now: () => number): Presence {
  /** Room → who → JSON, as in Redis. */
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

  /** Undefined: there is no Redis, or none that answers; who is where matters too little to fail for. */
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
