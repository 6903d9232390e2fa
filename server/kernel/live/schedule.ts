import { createPacer } from '../batch.ts';
import type { Services } from '../context.ts';
import { type SubscriberGroup, type Subscriber, advanceGroup } from './subscriber.ts';
import { findVersion } from './version.ts';

/** Groups that wait wake on this grid, so that those whose time is near are told in one tick. */
const gridMs = 10;

/** When groups are told what is new: of a burst the first hint at once, the rest at most once per conflateMs. */
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

  /** The database has reached this version. */
  hint(group: SubscriberGroup, version: number): void {
    group.hinted = Math.max(group.hinted, version);
    if (group.isDue) return;
    group.isDue = true;
    const now = performance.now();
    const due = group.sentAt + group.watch.topic.conflateMs;
    if (due <= now) this.#becomesDue(group);
    else {
      const wait = Math.ceil(due / gridMs) * gridMs - now;
      group.timer = setTimeout(() => {
        this.#becomesDue(group);
      }, wait);
    }
  }

  /** Somebody new: hints may have been lost, so the database is asked, once for all that come meanwhile. */
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
        for (const { group, newcomers } of asked) group.newcomers.push(...newcomers); // the comparison asks again
        this.#services.log.warn({ error: String(error) }, 'versions could not be read');
      }
    }
    this.#isAsking = false;
  }

  /** Newcomers are told at once; the others, if it is news to them, when their time has come. */
  #welcome({ group, newcomers }: { group: SubscriberGroup; newcomers: Subscriber[] }, version: number): Subscriber[] {
    const isNews = version > group.version && group.subscribers.size > newcomers.length;
    advanceGroup(group, version);
    if (isNews) this.hint(group, version);
    const here = newcomers.filter(({ awaits }) => awaits === group);
    for (const subscriber of here) subscriber.awaits = undefined;
    return here;
  }
}
