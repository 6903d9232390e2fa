import type { DocumentNode } from 'graphql';
import type { Bus } from './hint.ts';
import type { SubscriberGroup, Subscriber, SubscriptionArgs } from './subscriber.ts';
import { addToIndex, principalOf, removeFromIndex } from './principal.ts';
import { topicKey, type SubscriptionRequest } from './topic.ts';

let personalCount = 0;

export class SubscriberGroups {
  readonly #groups = new Map<string, SubscriberGroup>();
  readonly #subscribersOf = new Map<string, Set<Subscriber>>();
  readonly #bus: Bus;
  readonly #onHint: (group: SubscriberGroup, version: number) => void;

  constructor(bus: Bus, onHint: (group: SubscriberGroup, version: number) => void) {
    this.#bus = bus;
    this.#onHint = onHint;
  }

  all(): SubscriberGroup[] {
    return [...this.#groups.values()];
  }

  /** Subscribers of a person or of a partner's key. */
  subscribersOf(principal: string): Subscriber[] {
    return [...(this.#subscribersOf.get(principal) ?? [])];
  }

  /** Adds the subscriber to its group, which is opened if needed; undefined: the subscriber has ended meanwhile. */
  join(subscriber: Subscriber, watch: SubscriptionRequest, isPersonal: boolean): SubscriberGroup | undefined {
    if (subscriber.hasEnded) return undefined;
    const key = keyOf(subscriber.args, watch, isPersonal);
    const group = this.#groups.get(key) ?? this.#open(key, subscriber.args, watch, isPersonal);
    subscriber.group = group;
    subscriber.awaits = group;
    group.subscribers.add(subscriber);
    const principal = principalOf(subscriber.actor);
    if (principal !== undefined) addToIndex(this.#subscribersOf, principal, subscriber);
    group.newcomers.push(subscriber);
    return group;
  }

  leave(subscriber: Subscriber): void {
    const { group } = subscriber;
    subscriber.group = undefined;
    subscriber.outgoing = undefined;
    const principal = principalOf(subscriber.actor);
    if (principal !== undefined) removeFromIndex(this.#subscribersOf, principal, subscriber);
    if (group?.subscribers.delete(subscriber) !== true || group.subscribers.size > 0) return;
    clearTimeout(group.timer);
    if (this.#groups.get(group.key) === group) this.#groups.delete(group.key);
    void group.attached.then((detach) => {
      detach();
    });
  }

  #open(key: string, given: SubscriptionArgs, watch: SubscriptionRequest, isPersonal: boolean): SubscriberGroup {
    const topic = topicKey(watch.topic, watch.args);
    const attached = this.#bus.subscribe(topic, ({ version }) => {
      if (version > group.version) this.#onHint(group, version);
    });
    const args = { ...given, contextValue: undefined }; // each read has its own context; none lives as long as a socket
    const group: SubscriberGroup = {
      key,
      topic,
      watch,
      args,
      isPersonal,
      attached,
      subscribers: new Set(),
      newcomers: [],
      messages: new Map(),
      version: -1,
      hinted: -1,
      sentAt: -Infinity,
      hintedAt: undefined,
      isDue: false,
      timer: undefined,
    };
    this.#groups.set(key, group);
    return group;
  }
}

/**
 * Key of a group. The variable of `after` is left out: it differs between subscribers but does not affect the shared
 * result.
 */
function keyOf(args: SubscriptionArgs, watch: SubscriptionRequest, isPersonal: boolean): string {
  const after = afterVariable(args);
  const variables = Object.entries(args.variableValues ?? {}).filter(([name]) => name !== after);
  const own = isPersonal ? ++personalCount : 0;
  const topic = topicKey(watch.topic, watch.args);
  return JSON.stringify([topic, watch.audience, args.operationName, variables.sort(), numberOf(args.document), own]);
}

let documentCount = 0;
const documentNumbers = new WeakMap<DocumentNode, number>();

/** Number of the document. Documents are shared by equal texts (documents.ts), so the number identifies the text. */
function numberOf(document: DocumentNode): number {
  const number = documentNumbers.get(document) ?? ++documentCount;
  documentNumbers.set(document, number);
  return number;
}

function afterVariable({ document, operationName }: SubscriptionArgs): string | undefined {
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
