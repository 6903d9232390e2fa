import { createSourceEventStream, type ExecutionResult } from 'graphql';
import { forkContext, type Services } from '../context.ts';
import { sharedContext } from '../context.shared.ts';
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

/**
 * Number of subscribers that are reauthorised at once, to bound concurrent queries; queries about polls share a
 * statement.
 */
const reauthorizeChunkSize = 250;

/** Live delivery behind graphql-ws: turns each hint into one read per group and one message per subscriber. */
export class Multicast {
  readonly principals: PrincipalWatch;
  readonly #services: Services;
  readonly #groups: SubscriberGroups;
  readonly #delivery: Delivery;
  readonly #schedule: Schedule;
  readonly #onAccessChange: (standing: string) => Promise<void>;
  readonly #comparison: NodeJS.Timeout;
  readonly #modules: ModuleWatch;
  /**
   * Subscriptions whose audience is being determined; if their principal changes meanwhile, they are authorised again.
   */
  readonly #opening = new Set<{ readonly slot: SubscriberSlot; isStale: boolean }>();

  /**
   * `onAccessChange` reads the session or key of the principal again, before its subscriptions are authorised again.
   */
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
      args.contextValue = undefined; // graphql-ws would retain it; reads have their own context
      if (!(watch instanceof SubscriptionRequest)) return watch as ExecutionResult;
      const subscriber = new Subscriber(args, watch, this.#leave);
      this.#join(subscriber, watch);
      if (opening.isStale) await this.#reauthorizeSubscriber(subscriber);
      return subscriber;
    } finally {
      this.#opening.delete(opening);
    }
  }

  /** Compares the versions of all topics and principals with the database and corrects lost hints. */
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

  /** `before`: the group's version when the query started; a hint may have arrived since. */
  #correct(group: SubscriberGroup, before: number, version: number): void {
    if (group.newcomers.length > 0) this.#schedule.join(group);
    if (version < before && group.version === before) invalidateSnapshot(group);
    if (version > group.version) this.#schedule.hint(group, version);
  }

  readonly #leave = (subscriber: Subscriber): void => {
    this.#groups.leave(subscriber);
  };

  /** Subscribes to the hints before the first read: a change in between is sent twice rather than lost. */
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

  /**
   * The document asks about the viewer: from now on it is executed once per subscriber, in that subscriber's context.
   */
  #splitGroup(group: SubscriberGroup): void {
    for (const subscriber of [...group.subscribers]) {
      this.#groups.leave(subscriber);
      this.#join(subscriber, group.watch, true);
    }
  }

  /**
   * Authorises the principal's subscriptions again: an equal audience stays, another audience moves to another group, a
   * refusal ends the subscription.
   */
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

  /**
   * Authorises all subscriptions again after a town changed its modules; subscriptions that are no longer allowed end.
   */
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

  /** `isAboutPerson`: a personal document may have another result too, so its subscriber receives it again. */
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
        this.#modules.retryReauthorization(); // a failure of the server: the next comparison tries again
      else this.principals.retryReauthorization(standing);
    }
  }
}
