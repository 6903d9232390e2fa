import type { DocumentNode } from 'graphql';
import type { Bus } from './hint.ts';
import type { Group, Member, WatchArgs } from './member.ts';
import { addTo, standingOf, takeFrom } from './person.ts';
import { topicKey, type Watch } from './topic.ts';

let personalCount = 0;

export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #membersOf = new Map<string, Set<Member>>();
  readonly #bus: Bus;
  readonly #onHint: (group: Group, version: number) => void;

  constructor(bus: Bus, onHint: (group: Group, version: number) => void) {
    this.#bus = bus;
    this.#onHint = onHint;
  }

  all(): Group[] {
    return [...this.#groups.values()];
  }

  /** Of a person or key. */
  membersOf(standing: string): Member[] {
    return [...(this.#membersOf.get(standing) ?? [])];
  }

  /** Undefined: the member has ended meanwhile. */
  join(member: Member, watch: Watch, isPersonal: boolean): Group | undefined {
    if (member.hasEnded) return undefined;
    const key = keyOf(member.args, watch, isPersonal);
    const group = this.#groups.get(key) ?? this.#open(key, member.args, watch, isPersonal);
    member.group = group;
    member.awaits = group;
    group.members.add(member);
    const standing = standingOf(member.actor);
    if (standing !== undefined) addTo(this.#membersOf, standing, member);
    group.newcomers.push(member);
    return group;
  }

  leave(member: Member): void {
    const { group } = member;
    member.group = undefined;
    member.outgoing = undefined;
    const standing = standingOf(member.actor);
    if (standing !== undefined) takeFrom(this.#membersOf, standing, member);
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
      if (version > group.version) this.#onHint(group, version);
    });
    const args = { ...given, contextValue: undefined }; // every read has its own; none lives as long as a socket
    const group: Group = {
      key,
      topic,
      watch,
      args,
      isPersonal,
      attached,
      members: new Set(),
      newcomers: [],
      messages: new Map(),
      version: -1,
      hinted: -1,
      toldAt: -Infinity,
      isDue: false,
      timer: undefined,
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
  return JSON.stringify([topic, watch.audience, args.operationName, variables.sort(), numberOf(args.document), own]);
}

let documentCount = 0;
const documentNumbers = new WeakMap<DocumentNode, number>();

/** Equal texts are one document (documents.ts), so its number says as much as the text. */
function numberOf(document: DocumentNode): number {
  const number = documentNumbers.get(document) ?? ++documentCount;
  documentNumbers.set(document, number);
  return number;
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
