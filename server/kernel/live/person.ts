import type { Actor } from '../actor.ts';
import type { Tx } from '../events.ts';
import { announce } from '../events.ts';
import type { Bus } from './hint.ts';
import { topicKey } from './topic.ts';

/** A person's standing (session, roles, membership, own vote) as a topic like any other. */
const personStanding = { name: 'person', id: ({ personId }: { personId: string }) => personId };
/** The same of a partner's key: revoked or not. */
const partnerStanding = { name: 'partner', id: ({ keyId }: { keyId: string }) => keyId };

/** Says inside a transaction that this person's streams and sockets must be judged again. */
export function standingChanged(tx: Tx, personId: string): void {
  announce(tx, personStanding, { personId });
}

/** The same for a key. */
export function keyChanged(tx: Tx, keyId: string): void {
  announce(tx, partnerStanding, { keyId });
}

/** The topic that tells when this actor must be judged again; undefined: nobody in particular. */
export function standingOf(actor: Actor): string | undefined {
  if (actor.kind === 'person') return topicKey(personStanding, { personId: actor.id });
  if (actor.kind === 'partner') return topicKey(partnerStanding, { keyId: actor.keyId });
  return undefined;
}

/** Who belongs to a standing, so that a change looks at those and nobody else. */
export function addTo<T>(index: Map<string, Set<T>>, standing: string, one: T): void {
  index.set(standing, (index.get(standing) ?? new Set()).add(one));
}

export function takeFrom<T>(index: Map<string, Set<T>>, standing: string, one: T): void {
  const all = index.get(standing);
  all?.delete(one);
  if (all?.size === 0) index.delete(standing);
}

interface Connected {
  count: number;
  /** The version last heard of; -1: to be judged at the next comparison. */
  version: number;
  readonly attached: Promise<() => void>;
}

/** Which people and keys are connected here; calls `judge` when one's standing may have changed. */
export class StandingWatch {
  readonly #connected = new Map<string, Connected>();
  readonly #bus: Bus;
  readonly #judge: (standing: string) => void;

  constructor(bus: Bus, judge: (standing: string) => void) {
    this.#bus = bus;
    this.#judge = judge;
  }

  topics(): string[] {
    return [...this.#connected.keys()];
  }

  enter(standing: string): void {
    const known = this.#connected.get(standing);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const attached = this.#bus.subscribe(standing, ({ version }) => {
      this.#changed(standing, version);
    });
    this.#connected.set(standing, { count: 1, version: -1, attached });
  }

  leave(standing: string): void {
    const known = this.#connected.get(standing);
    if (known === undefined || --known.count > 0) return;
    this.#connected.delete(standing);
    void known.attached.then((detach) => {
      detach();
    });
  }

  /** It could not be judged now: the next comparison calls again. */
  judgeAgain(standing: string): void {
    const known = this.#connected.get(standing);
    if (known !== undefined) known.version = -1;
  }

  /** What a lost hint would have said. The first comparison judges once: nobody knows what was missed before it. */
  compare(versions: ReadonlyMap<string, number>): void {
    for (const [standing, known] of this.#connected) {
      const version = versions.get(standing) ?? 0;
      if (known.version === -1 && version === 0)
        known.version = 0; // never changed since there are versions
      else if (version !== known.version) this.#changed(standing, version);
    }
  }

  #changed(standing: string, version: number): void {
    const known = this.#connected.get(standing);
    if (known !== undefined) known.version = version;
    this.#judge(standing);
  }
}
