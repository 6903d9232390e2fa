import { createSourceEventStream, type ExecutionResult } from 'graphql';
import { type Context, forkContext, type Services, sharedContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { Delivery } from './delivery.ts';
import { type Group, Groups, type Member, type Seat, type WatchArgs } from './group.ts';
import { standingOf, StandingWatch } from './person.ts';
import { silentStream } from './stream.ts';
import { SwitchWatch } from './switches.ts';
import { Watch } from './topic.ts';
import { readVersions } from './version.ts';

/** So that thousands of watchers do not ask the database in one breath; those of polls share a statement. */
const judgedAtOnce = 250;

/** The live hub under an unchanged graphql-ws: turns hints into one read per group and many messages. */
export class Multicast {
  readonly standings: StandingWatch;
  readonly #services: Services;
  readonly #groups: Groups;
  readonly #delivery: Delivery;
  readonly #onStanding: (standing: string) => Promise<void>;
  readonly #comparison: NodeJS.Timeout;
  readonly #switches: SwitchWatch;
  /** Streams whose audience is being decided: a standing that changes meanwhile makes them look again. */
  readonly #opening = new Set<{ readonly seat: Seat; isStale: boolean }>();

  /** `onStanding`: read the session or key behind it again before the streams are judged. */
  constructor(services: Services, onStanding: (standing: string) => Promise<void>) {
    this.#services = services;
    this.#onStanding = onStanding;
    this.#groups = new Groups(services.bus, (group) => {
      this.#schedule(group);
    });
    this.#delivery = new Delivery(services, (group) => this.#dissolve(group));
    this.standings = new StandingWatch(services.bus, (standing) => void this.#judge(standing));
    this.#switches = new SwitchWatch(services.bus, () => void this.#judgeAll());
    this.#comparison = setInterval(() => void this.compare(), services.config.compareMs);
  }

  get stats(): Readonly<Delivery['stats']> {
    return this.#delivery.stats;
  }

  groups(): readonly Group[] {
    return this.#groups.all();
  }

  stop(): void {
    clearInterval(this.#comparison);
    this.#switches.stop();
  }

  async subscribe(args: WatchArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
    const opening = { seat: args.seat, isStale: false };
    this.#opening.add(opening);
    try {
      const watch = await createSourceEventStream(args);
      (args.contextValue as Context).em.clear(); // graphql-ws keeps it as long as the operation
      if (!(watch instanceof Watch)) return watch as ExecutionResult;
      const { after = -1 } = watch;
      const state = { version: after, isBusy: false, group: undefined, hasEnded: false };
      const member: Member = { args, watch, ...state, end: () => undefined };
      const stream = silentStream(member, () => {
        this.#groups.leave(member);
      });
      await this.#join(member, watch, this.#delivery.isPersonal(args.document));
      if (opening.isStale) await this.#rejoin(member);
      return stream;
    } finally {
      this.#opening.delete(opening);
    }
  }

  /** What a lost hint would have said, for topics, people and keys. */
  async compare(): Promise<void> {
    const topics = new Set([...this.groups().map(({ topic }) => topic), ...this.standings.topics()]);
    if (topics.size === 0) return;
    topics.add(this.#switches.topic);
    try {
      const versions = await readVersions(sharedContext(this.#services).em, [...topics]);
      for (const group of this.groups()) if ((versions.get(group.topic) ?? 0) !== group.version) this.#schedule(group);
      this.standings.compare(versions);
      this.#switches.compare(versions);
    } catch (error) {
      this.#services.log.warn({ error: String(error) }, 'comparison with the database failed');
    }
  }

  /** Attach to the hints first, then read: what happens in between is told twice rather than never. */
  async #join(member: Member, watch: Watch, isPersonal: boolean): Promise<void> {
    const group = this.#groups.join(member, watch, isPersonal);
    if (group === undefined) return;
    await group.attached;
    void this.#refresh(group);
  }

  /** The first hint is told at once, the following ones at most once per conflateMs. */
  #schedule(group: Group): void {
    if (group.timer !== undefined) return;
    const wait = Math.max(0, group.readAt + group.watch.topic.conflateMs - performance.now());
    group.timer = setTimeout(() => {
      group.timer = undefined;
      void this.#refresh(group);
    }, wait);
  }

  async #refresh(group: Group): Promise<void> {
    group.readAgain = group.isReading;
    if (group.isReading) return;
    group.isReading = true;
    try {
      do {
        group.readAgain = false;
        group.readAt = performance.now();
        await this.#readVersion(group);
        for (const member of [...group.members]) this.#delivery.deliver(member);
      } while (group.readAgain);
    } catch (error) {
      this.#services.log.warn({ error: String(error) }, 'versions could not be read'); // the comparison tries again
    } finally {
      group.isReading = false;
    }
  }

  async #readVersion(group: Group): Promise<void> {
    const versions = await readVersions(sharedContext(this.#services).em, [group.topic]);
    const version = versions.get(group.topic) ?? 0;
    if (version === group.version) return;
    group.version = version;
    group.payloads = new Map();
  }

  /** The document asks about the viewer: from now on it runs once per subscriber, with that subscriber's context. */
  async #dissolve(group: Group): Promise<void> {
    for (const member of [...group.members]) {
      if (member.group !== group) continue; // it ended, or its standing moved it elsewhere
      this.#groups.leave(member);
      await this.#join(member, group.watch, true);
    }
  }

  /** A standing may have changed: same audience stays, another moves, none ends the stream. */
  async #judge(standing: string): Promise<void> {
    for (const opening of this.#opening) opening.isStale ||= isOf(standing, opening.seat);
    try {
      await this.#onStanding(standing);
    } catch (error) {
      this.#services.log.warn({ error: String(error) }, 'a standing could not be read');
      this.standings.judgeAgain(standing);
      return;
    }
    for (const group of this.groups()) {
      for (const member of [...group.members]) {
        if (isOf(standing, member.args.seat)) await this.#rejoin(member);
      }
    }
  }

  /** A town switched a part of the product on or off: whoever may not watch it any more is told so. */
  async #judgeAll(): Promise<void> {
    for (const opening of this.#opening) opening.isStale = true;
    const members = this.groups().flatMap((group) => [...group.members]);
    for (let n = 0; n < members.length; n += judgedAtOnce) {
      await Promise.all(members.slice(n, n + judgedAtOnce).map((member) => this.#rejoin(member, false)));
    }
  }

  /** `isAboutPerson`: what a personal document says may have changed too, so it is told again. */
  async #rejoin(member: Member, isAboutPerson = true): Promise<void> {
    const { topic, args, audience } = member.group?.watch ?? member.watch;
    const actor = member.args.seat.actor();
    try {
      const standing = await topic.audience(forkContext(this.#services, actor) as never, args);
      const isToldAgain = isAboutPerson && member.group?.isPersonal === true;
      if (member.hasEnded || (standing === audience && !isToldAgain)) return;
      this.#groups.leave(member);
      member.version = -1;
      const watch = new Watch(topic, args, standing, undefined);
      await this.#join(member, watch, this.#delivery.isPersonal(member.args.document));
    } catch (error) {
      const standing = standingOf(actor);
      if (error instanceof DomainError) member.end(error);
      else if (standing === undefined)
        this.#switches.judgeAgain(); // ours, not theirs: asked again later
      else this.standings.judgeAgain(standing);
    }
  }
}

function isOf(standing: string, seat: Seat): boolean {
  return standingOf(seat.actor()) === standing;
}
