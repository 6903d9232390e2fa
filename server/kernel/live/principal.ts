import type { Actor } from '../actor.ts';
import type { Tx } from '../events.ts';
import { announce } from '../events.ts';
import type { Bus } from './hint.ts';
import { topicKey } from './topic.ts';

/** A person's principal (session, roles, membership, own vote) as a topic like any other. */
const personAccess = { name: 'person', id: ({ personId }: { personId: string }) => personId };
/** The same of a partner's key: revoked or not. */
const partnerAccess = { name: 'partner', id: ({ keyId }: { keyId: string }) => keyId };

/** Says inside a transaction that this person's streams and sockets must be judged again. */
export function accessChanged(tx: Tx, personId: string): void {
  announce(tx, personAccess, { personId });
}

/** The same for a key. */
export function keyChanged(tx: Tx, keyId: string): void {
  announce(tx, partnerAccess, { keyId });
}

/** The topic that tells when this actor must be judged again; undefined: nobody in particular. */
export function principalOf(actor: Actor): string | undefined {
  if (actor.kind === 'person') return topicKey(personAccess, { personId: actor.id });
  if (actor.kind === 'partner') return topicKey(partnerAccess, { keyId: actor.keyId });
  return undefined;
}

/** Who belongs to a principal, so that a change looks at those and nobody else. */
export function addToIndex<T>(index: Map<string, Set<T>>, principal: string, one: T): void {
  index.set(principal, (index.get(principal) ?? new Set()).add(one));
}

export function removeFromIndex<T>(index: Map<string, Set<T>>, principal: string, one: T): void {
  const all = index.get(principal);
  all?.delete(one);
  if (all?.size === 0) index.delete(principal);
}

interface Connected {
  count: number;
  /** The version last heard of; -1: to be judged at the next comparison. */
  version: number;
  readonly attached: Promise<() => void>;
}

/** Which people and keys are connected here; calls `reauthorize` when one's principal may have changed. */
export class PrincipalWatch {
  readonly #connected = new Map<string, Connected>();
  readonly #bus: Bus;
  readonly #reauthorize: (principal: string) => void;

  constructor(bus: Bus, reauthorize: (principal: string) => void) {
    this.#bus = bus;
    this.#reauthorize = reauthorize;
  }

  topics(): string[] {
    return [...this.#connected.keys()];
  }

  enter(principal: string): void {
    const known = this.#connected.get(principal);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const attached = this.#bus.subscribe(principal, ({ version }) => {
      this.#changed(principal, version);
    });
    this.#connected.set(principal, { count: 1, version: -1, attached });
  }

  leave(principal: string): void {
    const known = this.#connected.get(principal);
    if (known === undefined || --known.count > 0) return;
    this.#connected.delete(principal);
    void known.attached.then((detach) => {
      detach();
    });
  }

  /** It could not be judged now: the next comparison calls again. */
  retryReauthorization(principal: string): void {
    const known = this.#connected.get(principal);
    if (known !== undefined) known.version = -1;
  }

  /** What a lost hint would have said. The first comparison judges once: nobody knows what was missed before it. */
  compare(versions: ReadonlyMap<string, number>): void {
    for (const [principal, known] of this.#connected) {
      const version = versions.get(principal) ?? 0;
      if (known.version === -1 && version === 0)
        known.version = 0; // never changed since there are versions
      else if (version !== known.version) this.#changed(principal, version);
    }
  }

  #changed(principal: string, version: number): void {
    const known = this.#connected.get(principal);
    if (known !== undefined) known.version = version;
    this.#reauthorize(principal);
  }
}
