import { createSourceEventStream, type ExecutionResult } from 'graphql';
import { forkContext, type Services, sharedContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { Delivery } from './delivery.ts';
import { Groups } from './group.ts';
import { forget, type Group, Member, type Seat, type WatchArgs } from './member.ts';
import { standingOf, StandingWatch } from './person.ts';
import { Schedule } from './schedule.ts';
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
  readonly #schedule: Schedule;
  readonly #onStanding: (standing: string) => Promise<void>;
  readonly #comparison: NodeJS.Timeout;
  readonly #switches: SwitchWatch;
  /** Streams whose audience is being decided: a standing that changes meanwhile makes them look again. */
  readonly #opening = new Set<{ readonly seat: Seat; isStale: boolean }>();

  /** `onStanding`: read the session or key behind it again before the streams are judged. */
  constructor(services: Services, onStanding: (standing: string) => Promise<void>) {
    this.#services = services;
    this.#onStanding = onStanding;
    this.#delivery = new Delivery(services, (group) => {
      this.#dissolve(group);
    });
    this.#schedule = new Schedule(services, this.#delivery.deliver);
    this.#groups = new Groups(services.bus, (group, version) => {
      this.#schedule.hint(group, version);
    });
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
      args.contextValue = undefined; // graphql-ws keeps the arguments as long as the operation; reads have their own
      if (!(watch instanceof Watch)) return watch as ExecutionResult;
      const member = new Member(args, watch, this.#leave);
      this.#join(member, watch);
      if (opening.isStale) await this.#rejoin(member);
      return member;
    } finally {
      this.#opening.delete(opening);
    }
  }

  /** What a lost hint would have said, for topics, people and keys. */
  async compare(): Promise<void> {
    const known = this.groups().map((group) => ({ group, version: group.version }));
    const topics = new Set([...known.map(({ group }) => group.topic), ...this.standings.topics()]);
    if (topics.size === 0) return;
    topics.add(this.#switches.topic);
    try {
      const versions = await readVersions(sharedContext(this.#services).em, [...topics]);
      for (const { group, version } of known) this.#correct(group, version, versions.get(group.topic) ?? 0);
      this.standings.compare(versions);
      this.#switches.compare(versions);
    } catch (error) {
      this.#services.log.warn({ error: String(error) }, 'comparison with the database failed');
    }
  }

  /** `before`: the group's version when the database was asked; a hint may have come since. */
  #correct(group: Group, before: number, version: number): void {
    if (group.newcomers.length > 0) this.#schedule.join(group);
    if (version < before && group.version === before) forget(group);
    if (version > group.version) this.#schedule.hint(group, version);
  }

  readonly #leave = (member: Member): void => {
    this.#groups.leave(member);
  };

  /** Attach to the hints first, then read: what happens in between is told twice rather than never. */
  #join(member: Member, watch: Watch, isPersonal = this.#delivery.isPersonal(member.args.document)): void {
    const group = this.#groups.join(member, watch, isPersonal);
    void group?.attached.then(() => {
      this.#schedule.join(group);
    });
  }

  /** The document asks about the viewer: from now on it runs once per subscriber, with that subscriber's context. */
  #dissolve(group: Group): void {
    for (const member of [...group.members]) {
      this.#groups.leave(member);
      this.#join(member, group.watch, true);
    }
  }

  /** A standing may have changed: same audience stays, another moves, none ends the stream. */
  async #judge(standing: string): Promise<void> {
    for (const opening of this.#opening) opening.isStale ||= standingOf(opening.seat.connected.actor) === standing;
    try {
      await this.#onStanding(standing);
    } catch (error) {
      this.#services.log.warn({ error: String(error) }, 'a standing could not be read');
      this.standings.judgeAgain(standing);
      return;
    }
    for (const member of this.#groups.membersOf(standing)) await this.#rejoin(member);
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
    const { actor } = member;
    try {
      const standing = await topic.audience(forkContext(this.#services, actor) as never, args);
      const isToldAgain = isAboutPerson && member.group?.isPersonal === true;
      if (member.hasEnded || (standing === audience && !isToldAgain)) return;
      this.#groups.leave(member);
      member.version = -1;
      this.#join(member, new Watch(topic, args, standing, undefined));
    } catch (error) {
      const standing = standingOf(actor);
      if (error instanceof DomainError) member.end(error);
      else if (standing === undefined)
        this.#switches.judgeAgain(); // ours, not theirs: asked again later
      else this.standings.judgeAgain(standing);
    }
  }
}
