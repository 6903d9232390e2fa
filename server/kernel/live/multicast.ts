import { createSourceEventStream, type ExecutionResult } from 'graphql';
import { forkContext, type Services, sharedContext } from '../context.ts';
import { createDelivery } from './delivery.ts';
import { createGroups, type Group, type Member, type WatchArgs } from './group.ts';
import { createPersonWatch } from './person.ts';
import { Watch } from './topic.ts';
import { readVersions } from './version.ts';

/** The live hub under an unchanged graphql-ws: turns hints into one read per group and many messages. */
export function createMulticast(services: Services, onStanding: (personId: string) => Promise<void>) {
  const groups = createGroups(services.bus, schedule);
  const delivery = createDelivery(services, dissolve);
  const persons = createPersonWatch(services.bus, (personId) => {
    void judge(personId);
  });
  const comparison = setInterval(() => void compare(), services.config.compareMs);

  return {
    subscribe,
    compare,
    persons,
    stats: delivery.stats,
    groups: groups.all,
    stop: () => {
      clearInterval(comparison);
    },
  };

  async function subscribe(args: WatchArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
    const watch = await createSourceEventStream(args);
    if (!(watch instanceof Watch)) return watch as ExecutionResult;
    const member = createMember(args, watch);
    const stream = silentStream(member);
    await join(member, watch);
    return stream;
  }

  function createMember(args: WatchArgs, watch: Watch): Member {
    return { args, watch, version: watch.after ?? -1, isBusy: false, group: undefined, end: () => undefined };
  }

  /** Attach to the hints first, then read: what happens in between is told twice rather than never. */
  async function join(member: Member, watch: Watch): Promise<void> {
    const group = groups.join(member, watch, delivery.isPersonal(member.args.document));
    await group.attached;
    void refresh(group);
  }

  /** The first hint is told at once, the following ones at most once per conflateMs. */
  function schedule(group: Group): void {
    if (group.timer !== undefined) return;
    const wait = Math.max(0, group.readAt + group.watch.topic.conflateMs - performance.now());
    group.timer = setTimeout(() => {
      group.timer = undefined;
      void refresh(group);
    }, wait);
  }

  async function refresh(group: Group): Promise<void> {
    group.readAgain = group.isReading;
    if (group.isReading) return;
    group.isReading = true;
    try {
      do {
        group.readAgain = false;
        group.readAt = performance.now();
        await readVersion(group);
        for (const member of [...group.members]) delivery.deliver(member);
      } while (group.readAgain);
    } catch (error) {
      services.log.warn({ error: String(error) }, 'versions could not be read'); // the next comparison tries again
    } finally {
      group.isReading = false;
    }
  }

  async function readVersion(group: Group): Promise<void> {
    const versions = await readVersions(sharedContext(services).em, [group.topic]);
    const version = versions.get(group.topic) ?? 0;
    if (version === group.version) return;
    group.version = version;
    group.payloads = new Map();
  }

  /** The document asks about the viewer: from now on it runs once per subscriber, with that subscriber's context. */
  async function dissolve(group: Group): Promise<void> {
    for (const member of [...group.members]) {
      groups.leave(member);
      await join(member, group.watch);
    }
  }

  /** A person's standing may have changed: same audience stays, another moves, none ends the stream. */
  async function judge(personId: string): Promise<void> {
    await onStanding(personId);
    for (const group of groups.all()) {
      for (const member of [...group.members]) {
        const actor = member.args.seat.actor();
        if (actor.kind === 'person' && actor.id === personId) await rejoin(member);
      }
    }
  }

  async function rejoin(member: Member): Promise<void> {
    const { topic, args, audience } = member.group?.watch ?? member.watch;
    try {
      const standing = await topic.audience(forkContext(services, member.args.seat.actor()) as never, args);
      if (standing === audience && member.group?.isPersonal !== true) return;
      groups.leave(member);
      member.version = -1;
      await join(member, new Watch(topic, args, standing, undefined));
    } catch (error) {
      member.end(error);
    }
  }

  /** What a lost hint would have said, for topics and for people. */
  async function compare(): Promise<void> {
    const topics = new Set([...groups.all().map(({ topic }) => topic), ...persons.topics()]);
    if (topics.size === 0) return;
    try {
      const versions = await readVersions(sharedContext(services).em, [...topics]);
      for (const group of groups.all()) if ((versions.get(group.topic) ?? 0) !== group.version) schedule(group);
      persons.compare(versions);
    } catch (error) {
      services.log.warn({ error: String(error) }, 'comparison with the database failed');
    }
  }

  /** Never yields: graphql-ws keeps protocol, ids and clean-up; messages go straight to the socket. */
  function silentStream(member: Member): AsyncIterableIterator<ExecutionResult> {
    const ended = Promise.withResolvers<IteratorReturnResult<undefined>>();
    ended.promise.catch(() => undefined);
    member.end = (error) => {
      groups.leave(member);
      if (error === undefined) ended.resolve({ done: true, value: undefined });
      else ended.reject(error as Error);
    };
    const close = (): Promise<IteratorReturnResult<undefined>> => {
      member.end();
      return Promise.resolve({ done: true, value: undefined });
    };
    const next = (): Promise<IteratorReturnResult<undefined>> => ended.promise;
    const stream = { next, return: close, throw: close, [Symbol.asyncIterator]: () => stream };
    return stream as AsyncIterableIterator<ExecutionResult>;
  }
}
export type Multicast = ReturnType<typeof createMulticast>;
