import type { ExecutionArgs } from 'graphql';
import type { Actor } from '../actor.ts';
import type { Bus } from './hint.ts';
import { topicKey, type Watch } from './topic.ts';

/** One operation of one socket. */
export interface Seat {
  /** The client's operation id. */
  readonly id: string;
  readonly query: string;
  actor(): Actor;
  /** `taken`: the kernel has the bytes, the next message may go. */
  send(message: string, taken: () => void): void;
}

export type WatchArgs = ExecutionArgs & { readonly seat: Seat };

export interface Member {
  readonly args: WatchArgs;
  readonly watch: Watch;
  /** The version the client has; -1: nothing yet. */
  version: number;
  /** The last message is still on its way: newer states replace each other, lists are read from the log later. */
  isBusy: boolean;
  group: Group | undefined;
  /** Completed by the client, cut, or refused: never joined again. */
  hasEnded: boolean;
  end(error?: unknown): void;
}

/** Subscribers with equal topic, audience, document and variables: one read, one execution, one serialisation. */
export interface Group {
  readonly key: string;
  readonly topic: string;
  readonly watch: Watch;
  readonly args: WatchArgs;
  /** The document asks about the viewer: the group has one member and that member's context. */
  readonly isPersonal: boolean;
  readonly members: Set<Member>;
  readonly attached: Promise<() => void>;
  /** The version last read from the database; -1: none yet. */
  version: number;
  /** Messages of this version by the version they start from (state topics: one). */
  payloads: Map<number, Promise<string | undefined>>;
  readAt: number;
  isReading: boolean;
  readAgain: boolean;
  timer: NodeJS.Timeout | undefined;
}

let personalCount = 0;

export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #bus: Bus;
  readonly #onHint: (group: Group) => void;

  constructor(bus: Bus, onHint: (group: Group) => void) {
    this.#bus = bus;
    this.#onHint = onHint;
  }

  all(): Group[] {
    return [...this.#groups.values()];
  }

  /** Undefined: the member has ended meanwhile. */
  join(member: Member, watch: Watch, isPersonal: boolean): Group | undefined {
    if (member.hasEnded) return undefined;
    const key = keyOf(member.args, watch, isPersonal);
    const group = this.#groups.get(key) ?? this.#open(key, member.args, watch, isPersonal);
    member.group = group;
    group.members.add(member);
    return group;
  }

  leave(member: Member): void {
    const { group } = member;
    member.group = undefined;
    if (group?.members.delete(member) !== true || group.members.size > 0) return;
    clearTimeout(group.timer);
    if (this.#groups.get(group.key) === group) this.#groups.delete(group.key);
    void group.attached.then((detach) => {
      detach();
    });
  }

  #open(key: string, given: WatchArgs, watch: Watch, isPersonal: boolean): Group {
    const topic = topicKey(watch.topic, watch.args);
    const attached = this.#bus.subscribe(topic, ({ version }) => {
      if (version > group.version) this.#onHint(group);
    });
    const args = { ...given, contextValue: undefined }; // every read has its own; none lives as long as a socket
    const group: Group = {
      ...{ key, topic, watch, args, isPersonal, attached, members: new Set(), payloads: new Map() },
      ...{ version: -1, readAt: -Infinity, isReading: false, readAgain: false, timer: undefined },
    };
    this.#groups.set(key, group);
    return group;
  }
}

/** `after` differs from reader to reader and changes nothing of what is shared, so its variable stays out of the key. */
function keyOf(args: WatchArgs, watch: Watch, isPersonal: boolean): string {
  const after = afterVariable(args);
  const variables = Object.entries(args.variableValues ?? {}).filter(([name]) => name !== after);
  const own = isPersonal ? ++personalCount : 0;
  const topic = topicKey(watch.topic, watch.args);
  return JSON.stringify([topic, watch.audience, args.operationName, variables.sort(), args.seat.query, own]);
}

function afterVariable({ document, operationName }: WatchArgs): string | undefined {
  for (const definition of document.definitions) {
    if (definition.kind !== 'OperationDefinition' || definition.operation !== 'subscription') continue;
    if (operationName != null && definition.name?.value !== operationName) continue;
    const [selection] = definition.selectionSet.selections;
    if (selection?.kind !== 'Field') return undefined;
    const value = selection.arguments?.find(({ name }) => name.value === 'after')?.value;
    return value?.kind === 'Variable' ? value.name.value : undefined;
  }
  return undefined;
}
