import { announce, type Tx } from '../events.ts';
import type { Bus } from './hint.ts';
import { topicKey } from './topic.ts';

/**
 * Topic of the modules that towns use and of the access to their groups. One topic serves the whole installation,
 * because these settings rarely change.
 */
const townSwitches = { name: 'switches', id: () => 'all' };

/** Announces inside a transaction that all subscriptions must be authorised again, in all processes. */
export function modulesChanged(tx: Tx): void {
  announce(tx, townSwitches, {});
}

/** Calls `reauthorize` when a town changed its modules; comparisons correct lost hints. */
export class ModuleWatch {
  readonly topic = topicKey(townSwitches, {});
  /** -1 until the first comparison: earlier changes are unknown. */
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

  /** Call after a failed reauthorisation: the next comparison starts another one. */
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
