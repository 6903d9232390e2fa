import { createSourceEventStream, type ExecutionResult } from 'graphql';
import { forkContext, type Services, sharedContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { Delivery } from './delivery.ts';
import { SubscriberGroups } from './subscriberGroups.ts';
import {
  invalidateSnapshot,
  type SubscriberGroup,
  Subscriber,
  type SubscriberSlot,
  type SubscriptionArgs,
} from './subscriber.ts';
import { principalOf, PrincipalWatch } from './principal.ts';
import { Schedule } from './schedule.ts';
import { ModuleWatch } from './modules.ts';
import { SubscriptionRequest } from './topic.ts';
import { readVersions } from './version.ts';

/** So that thousands of watchers do not ask the database in one breath; those of polls share a statement. */
const reauthorizeChunkSize = 250;

/** The live hub under an unchanged graphql-ws: turns hints into one read per group and many messages. */
export class Multicast {
  readonly principals: PrincipalWatch;
  readonly #services: Services;
  readonly #groups: SubscriberGroups;
  readonly #delivery: Delivery;
  readonly #schedule: Schedule;
  readonly #onAccessChange: (standing: string) => Promise<void>;
  readonly #comparison: NodeJS.Timeout;
  readonly #modules: ModuleWatch;
  /** Streams whose audience is being decided: a standing that changes meanwhile makes them look again. */
  readonly #opening = new Set<{ readonly slot: SubscriberSlot; isStale: boolean }>();

  /** `onAccessChange`: read the session or key behind it again before the streams are judged. */
  constructor(services: Services, onAccessChange: (standing: string) => Promise<void>) {
    this.#services = services;
    this.#onAccessChange = onAccessChange;
    this.#delivery = new Delivery(services, (group) => {
      this.#splitGroup(group);
    });
    this.#schedule = new Schedule(services, this.#delivery.deliver);
    this.#groups = new SubscriberGroups(services.bus, (group, version) => {
      this.#schedule.hint(group, version);
    });
    this.principals = new PrincipalWatch(services.bus, (standing) => void this.#reauthorize(standing));
    this.#modules = new ModuleWatch(services.bus, () => void this.#reauthorizeAll());
    this.#comparison = setInterval(() => void this.compare(), services.config.compareMs);
  }

  get stats(): Readonly<Delivery['stats']> {
    return this.#delivery.stats;
  }

  groups(): readonly SubscriberGroup[] {
    return this.#groups.all();
  }

  stop(): void {
    clearInterval(this.#comparison);
    this.#modules.stop();
  }

  async subscribe(args: SubscriptionArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
    const opening = { slot: args.slot, isStale: false };
    this.#opening.add(opening);
    try {
      const watch = await createSourceEventStream(args);
      args.contextValue = undefined; // graphql-ws keeps the arguments as long as the operation; reads have their own
      if (!(watch instanceof SubscriptionRequest)) return watch as ExecutionResult;
      const subscriber = new Subscriber(args, watch, this.#leave);
      this.#join(subscriber, watch);
      if (opening.isStale) await this.#reauthorizeSubscriber(subscriber);
      return subscriber;
    } finally {
      this.#opening.delete(opening);
    }
  }

  /** What a lost hint would have said, for topics, people and keys. */
  async compare(): Promise<void> {
    const known = this.groups().map((group) => ({ group, version: group.version }));
    const topics = new Set([...known.map(({ group }) => group.topic), ...this.principals.topics()]);
    if (topics.size === 0) return;
    topics.add(this.#modules.topic);
    try {
      const versions = await readVersions(sharedContext(this.#services).em, [...topics]);
      for (const { group, version } of known) this.#correct(group, version, versions.get(group.topic) ?? 0);
      this.principals.compare(versions);
      this.#modules.compare(versions);
    } catch (error) {
      this.#services.log.warn({ error: String(error) }, 'comparison with the database failed');
    }
  }

  /** `before`: the group's version when the database was asked; a hint may have come since. */
  #correct(group: SubscriberGroup, before: number, version: number): void {
    if (group.newcomers.length > 0) this.#schedule.join(group);
    if (version < before && group.version === before) invalidateSnapshot(group);
    if (version > group.version) this.#schedule.hint(group, version);
  }

  readonly #leave = (subscriber: Subscriber): void => {
    this.#groups.leave(subscriber);
  };

  /** Attach to the hints first, then read: what happens in between is told twice rather than never. */
  #join(
    subscriber: Subscriber,
    watch: SubscriptionRequest,
    isPersonal = this.#delivery.isPersonal(subscriber.args.document),
  ): void {
    const group = this.#groups.join(subscriber, watch, isPersonal);
    void group?.attached.then(() => {
      this.#schedule.join(group);
    });
  }

  /** The document asks about the viewer: from now on it runs once per subscriber, with that subscriber's context. */
  #splitGroup(group: SubscriberGroup): void {
    for (const subscriber of [...group.subscribers]) {
      this.#groups.leave(subscriber);
      this.#join(subscriber, group.watch, true);
    }
  }

  /** A standing may have changed: same audience stays, another moves, none ends the stream. */
  async #reauthorize(standing: string): Promise<void> {
    for (const opening of this.#opening) opening.isStale ||= principalOf(opening.slot.connected.actor) === standing;
    try {
      await this.#onAccessChange(standing);
    } catch (error) {
      this.#services.log.warn({ error: String(error) }, 'a standing could not be read');
      this.principals.retryReauthorization(standing);
      return;
    }
    for (const subscriber of this.#groups.subscribersOf(standing)) await this.#reauthorizeSubscriber(subscriber);
  }

  /** A town switched a part of the product on or off: whoever may not watch it any more is told so. */
  async #reauthorizeAll(): Promise<void> {
    for (const opening of this.#opening) opening.isStale = true;
    const subscribers = this.groups().flatMap((group) => [...group.subscribers]);
    for (let n = 0; n < subscribers.length; n += reauthorizeChunkSize) {
      await Promise.all(
        subscribers
          .slice(n, n + reauthorizeChunkSize)
          .map((subscriber) => this.#reauthorizeSubscriber(subscriber, false)),
      );
    }
  }

  /** `isAboutPerson`: what a personal document says may have changed too, so it is told again. */
  async #reauthorizeSubscriber(subscriber: Subscriber, isAboutPerson = true): Promise<void> {
    const { topic, args, audience } = subscriber.group?.watch ?? subscriber.watch;
    const { actor } = subscriber;
    try {
      const standing = await topic.audience(forkContext(this.#services, actor) as never, args);
      const isToldAgain = isAboutPerson && subscriber.group?.isPersonal === true;
      if (subscriber.hasEnded || (standing === audience && !isToldAgain)) return;
      this.#groups.leave(subscriber);
      subscriber.version = -1;
      this.#join(subscriber, new SubscriptionRequest(topic, args, standing, undefined));
    } catch (error) {
      const standing = principalOf(actor);
      if (error instanceof DomainError) subscriber.end(error);
      else if (standing === undefined)
        this.#modules.retryReauthorization(); // ours, not theirs: asked again later
      else this.principals.retryReauthorization(standing);
    }
  }
}
