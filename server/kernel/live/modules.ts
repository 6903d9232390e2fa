import { announce, type Tx } from '../events.ts';
import type { Bus } from './hint.ts';
import { topicKey } from './topic.ts';

/**
 * Which parts of the product the towns use, and how open their groups are: one topic for the whole installation,
 * because it hardly ever changes.
 */
const townSwitches = { name: 'switches', id: () => 'all' };

/** Says inside a transaction that everybody's streams must be judged again, on all processes. */
export function modulesChanged(tx: Tx): void {
  announce(tx, townSwitches, {});
}

/** Calls `reauthorize` when a town switched something; the comparison makes a lost hint good. */
export class ModuleWatch {
  readonly topic = topicKey(townSwitches, {});
  /** -1: nobody knows what happened before the first comparison. */
  #version = -1;
  readonly #reauthorize: () => void;
  readonly #attached: Promise<() => void>;

  constructor(bus: Bus, reauthorize: () => void) {
    this.#reauthorize = reauthorize;
    this.#attached = bus.subscribe(this.topic, ({ version }) => {
      this.#changed(version);
    });
  }

  stop(): void {
    void this.#attached.then((detach) => {
      detach();
    });
  }

  /** Somebody could not be judged now: the next comparison calls again. */
  retryReauthorization(): void {
    this.#version = -1;
  }

  compare(versions: ReadonlyMap<string, number>): void {
    const version = versions.get(this.topic) ?? 0;
    if (version !== this.#version) this.#changed(version);
  }

  #changed(version: number): void {
    const isFirst = this.#version === -1 && version === 0;
    this.#version = version;
    if (!isFirst) this.#reauthorize();
  }
}
