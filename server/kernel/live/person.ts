import type { Tx } from '../events.ts';
import { announce } from '../events.ts';
import type { Bus } from './hint.ts';

/** A person's standing (session, roles, membership, own vote) as a topic like any other. */
export const personStanding = { name: 'person', id: ({ personId }: { personId: string }) => personId };

/** Says inside a transaction that this person's streams and sockets must be judged again. */
export function standingChanged(tx: Tx, personId: string): void {
  announce(tx, personStanding, { personId });
}

interface Connected {
  count: number;
  /** The version last heard of; -1: to be judged at the next comparison. */
  version: number;
  readonly attached: Promise<() => void>;
}

/** Which people are connected here; calls `judge` when one's standing may have changed. */
export class PersonWatch {
  readonly #connected = new Map<string, Connected>();
  readonly #bus: Bus;
  readonly #judge: (personId: string) => void;

  constructor(bus: Bus, judge: (personId: string) => void) {
    this.#bus = bus;
    this.#judge = judge;
  }

  topics(): string[] {
    return [...this.#connected.keys()].map(topicOf);
  }

  enter(personId: string): void {
    const known = this.#connected.get(personId);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const attached = this.#bus.subscribe(topicOf(personId), ({ version }) => {
      this.#changed(personId, version);
    });
    this.#connected.set(personId, { count: 1, version: -1, attached });
  }

  leave(personId: string): void {
    const known = this.#connected.get(personId);
    if (known === undefined || --known.count > 0) return;
    this.#connected.delete(personId);
    void known.attached.then((detach) => {
      detach();
    });
  }

  /** It could not be judged now: the next comparison calls again. */
  judgeAgain(personId: string): void {
    const known = this.#connected.get(personId);
    if (known !== undefined) known.version = -1;
  }

  /** What a lost hint would have said. The first comparison judges once: nobody knows what was missed before it. */
  compare(versions: ReadonlyMap<string, number>): void {
    for (const [personId, known] of this.#connected) {
      const version = versions.get(topicOf(personId)) ?? 0;
      if (known.version === -1 && version === 0)
        known.version = 0; // never changed since there are versions
      else if (version !== known.version) this.#changed(personId, version);
    }
  }

  #changed(personId: string, version: number): void {
    const known = this.#connected.get(personId);
    if (known !== undefined) known.version = version;
    this.#judge(personId);
  }
}

function topicOf(personId: string): string {
  return `${personStanding.name}:${personId}`;
}
