import { createPacer } from '../batch.ts';
import type { Services } from '../context.ts';
import { type SubscriberGroup, type Subscriber, advanceGroup } from './subscriber.ts';
import { findVersion } from './version.ts';

/**
 * Waiting groups wake on a grid of so many milliseconds, so that groups which are due at nearly the same time share a
 * tick.
 */
const gridMs = 10;

/** Decides when a group sends: the first hint of a burst at once, later ones at most once per conflateMs. */
export class Schedule {
  readonly #services: Services;
  readonly #deliver: (...crowds: readonly Iterable<Subscriber>[]) => void;
  #due: SubscriberGroup[] = [];
  #joined = new Set<SubscriberGroup>();
  readonly #turn = createPacer();
  #isAsking = false;

  constructor(services: Services, deliver: (...crowds: readonly Iterable<Subscriber>[]) => void) {
    this.#services = services;
    this.#deliver = deliver;
  }

  /** Records that the topic has this version in the database and schedules the group. */
  hint(group: SubscriberGroup, version: number): void {
    group.hinted = Math.max(group.hinted, version);
    if (group.isDue) return;
    group.isDue = true;
    const now = performance.now();
    group.hintedAt ??= now;
    const due = group.sentAt + group.watch.topic.conflateMs;
    if (due <= now) this.#becomesDue(group);
    else {
      const wait = Math.ceil(due / gridMs) * gridMs - now;
      group.timer = setTimeout(() => {
        this.#becomesDue(group);
      }, wait);
    }
  }

  /**
   * Reads the version for new subscribers from the database, because hints may be lost; one read serves all who join
   * meanwhile.
   */
  join(group: SubscriberGroup): void {
    this.#joined.add(group);
    if (!this.#isAsking) void this.#ask();
  }

  #becomesDue(group: SubscriberGroup): void {
    if (this.#due.push(group) === 1)
      setImmediate(() => {
        this.#enqueueFor();
      });
  }

  #enqueueFor(): void {
    const due = this.#due;
    this.#due = [];
    const now = performance.now();
    for (const group of due) {
      group.isDue = false;
      group.sentAt = now;
      advanceGroup(group, group.hinted);
    }
    this.#deliver(...due.map(({ subscribers }) => subscribers));
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    await new Promise(setImmediate);
    while (this.#joined.size > 0) {
      await this.#turn([...this.#joined].some(({ newcomers }) => newcomers.length > 1));
      const groups = [...this.#joined];
      this.#joined.clear();
      const asked = groups.map((group) => ({ group, newcomers: group.newcomers.splice(0) }));
      try {
        const versions = await Promise.all(groups.map(({ topic }) => findVersion(this.#services)(topic)));
        this.#deliver(asked.flatMap((one, n) => this.#welcome(one, versions[n] ?? 0)));
      } catch (error) {
        for (const { group, newcomers } of asked) group.newcomers.push(...newcomers); // the next comparison retries
        this.#services.log.warn({ error: String(error) }, 'versions could not be read');
      }
    }
    this.#isAsking = false;
  }

  /**
   * Returns the new subscribers to send to at once; older subscribers of the group wait for their turn if the version
   * is new.
   */
  #welcome({ group, newcomers }: { group: SubscriberGroup; newcomers: Subscriber[] }, version: number): Subscriber[] {
    const isNews = version > group.version && group.subscribers.size > newcomers.length;
    advanceGroup(group, version);
    if (isNews) this.hint(group, version);
    const here = newcomers.filter(({ awaits }) => awaits === group);
    for (const subscriber of here) subscriber.awaits = undefined;
    return here;
  }
}
