import type { Actor } from '../actor.ts';
import type { Tx } from '../events.ts';
import { announce } from '../events.ts';
import type { Bus } from './hint.ts';
import { topicKey } from './topic.ts';

/**
 * Topic of a person's principal; its version rises when the person's sessions, roles, membership or own votes change.
 */
const personAccess = { name: 'person', id: ({ personId }: { personId: string }) => personId };
/** Topic of a partner key's principal; its version rises when the key changes, for example when it is revoked. */
const partnerAccess = { name: 'partner', id: ({ keyId }: { keyId: string }) => keyId };

/** Announces inside a transaction that the subscriptions and sockets of this person must be authorised again. */
export function accessChanged(tx: Tx, personId: string): void {
  announce(tx, personAccess, { personId });
}

/** Announces inside a transaction that the subscriptions and sockets of this partner's key must be authorised again. */
export function keyChanged(tx: Tx, keyId: string): void {
  announce(tx, partnerAccess, { keyId });
}

/** Principal topic whose changes require this actor to be authorised again; undefined for anonymous and system. */
export function principalOf(actor: Actor): string | undefined {
  if (actor.kind === 'person') return topicKey(personAccess, { personId: actor.id });
  if (actor.kind === 'partner') return topicKey(partnerAccess, { keyId: actor.keyId });
  return undefined;
}

/** Adds `one` to the set of its principal, so that a change finds the affected entries without a scan. */
export function addToIndex<T>(index: Map<string, Set<T>>, principal: string, one: T): void {
  index.set(principal, (index.get(principal) ?? new Set()).add(one));
}

/** Removes `one` from the set of its principal; empty sets are deleted. */
export function removeFromIndex<T>(index: Map<string, Set<T>>, principal: string, one: T): void {
  const all = index.get(principal);
  all?.delete(one);
  if (all?.size === 0) index.delete(principal);
}

interface Connected {
  count: number;
  /** Version of the last hint or comparison; -1: authorise again at the next comparison. */
  version: number;
  readonly attached: Promise<() => void>;
}

/** Principals that are connected to this process; calls `reauthorize` when a principal may have changed. */
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

  /** Call after a failed reauthorisation: the next comparison starts another one. */
  retryReauthorization(principal: string): void {
    const known = this.#connected.get(principal);
    if (known !== undefined) known.version = -1;
  }

  /**
   * Corrects lost hints. The first comparison reauthorises each principal that has ever changed, because hints before
   * it may be lost.
   */
  compare(versions: ReadonlyMap<string, number>): void {
    for (const [principal, known] of this.#connected) {
      const version = versions.get(principal) ?? 0;
      if (known.version === -1 && version === 0)
        known.version = 0; // the principal has never changed
      else if (version !== known.version) this.#changed(principal, version);
    }
  }

  #changed(principal: string, version: number): void {
    const known = this.#connected.get(principal);
    if (known !== undefined) known.version = version;
    this.#reauthorize(principal);
  }
}
