import { type DocumentNode, execute, type ExecutionResult } from 'graphql';
import { type Context, forkContext, type Services } from '../context.ts';
import { sharedContext, wantedViewer } from '../context.shared.ts';
import { DomainError, formatErrors, isInternal } from '../errors.ts';
import { Frames } from './frames.ts';
import { streamCursor } from './live.ts';
import { invalidateSnapshot, type SubscriberGroup, type Subscriber, type GroupMessage } from './subscriber.ts';
import type { SocketWriter } from './writer.ts';

/**
 * Messages that are computed at the same time are sent together; a slow one delays the others by at most so many
 * milliseconds.
 */
const maxHoldMs = 10;

/**
 * Sends a group's newest version to the sockets of its subscribers: one computation, then one loop over subscribers.
 */
export class Delivery {
  readonly stats = { executions: 0, messages: 0 };
  readonly #personalDocuments = new WeakSet<DocumentNode>();
  readonly #services: Services;
  readonly #splitGroup: (group: SubscriberGroup) => void;
  #running = 0;
  #ready: GroupMessage[] = [];
  #writers: SocketWriter<Subscriber>[] = [];
  #holdTimer: NodeJS.Timeout | undefined;

  /** `splitGroup` makes every subscriber of the group execute the document in its own context. */
  constructor(services: Services, splitGroup: (group: SubscriberGroup) => void) {
    this.#services = services;
    this.#splitGroup = splitGroup;
  }

  isPersonal(document: DocumentNode): boolean {
    return this.#personalDocuments.has(document);
  }

  /** Sends each subscriber what its group has and it lacks; one write per socket. */
  readonly deliver = (...crowds: readonly Iterable<Subscriber>[]): void => {
    for (const subscribers of crowds) for (const subscriber of subscribers) this.#enqueueFor(subscriber);
    this.#flush();
  };

  #enqueueFor(subscriber: Subscriber): void {
    const { group, writer } = subscriber;
    if (
      group === undefined ||
      group.version < 0 ||
      subscriber.awaits !== undefined ||
      subscriber.outgoing !== undefined
    )
      return;
    if (subscriber.version > group.version) subscriber.version = -1; // the database was restored from a backup
    if (subscriber.version === group.version || !writer.isOpen) return;
    const message = this.#messageFor(group, group.watch.topic.kind === 'state' ? -1 : subscriber.version);
    subscriber.awaits = message;
    if (message.frames === undefined) message.waiting.push(subscriber);
    else this.#assignFrames(subscriber, message);
  }

  #assignFrames(subscriber: Subscriber, message: GroupMessage): void {
    if (subscriber.awaits !== message) return; // it ended or moved to another group
    const { writer } = subscriber;
    if (writer.isBusy) {
      subscriber.awaits = writer;
      writer.wait(subscriber, (waiting) => {
        this.#taken(writer, waiting);
      });
      return;
    }
    subscriber.awaits = undefined;
    subscriber.outgoing = message.frames;
    subscriber.version = message.version;
    this.stats.messages++;
    if (writer.add(subscriber)) this.#writers.push(writer);
  }

  #flush(): void {
    const writers = this.#writers;
    this.#writers = [];
    const behind: Subscriber[] = [];
    const done = (subscriber: Subscriber): void => {
      subscriber.outgoing = undefined;
      if (subscriber.group !== undefined && subscriber.version !== subscriber.group.version) behind.push(subscriber);
    };
    for (const writer of writers) writer.flush(done);
    if (behind.length > 0) this.deliver(behind);
  }

  /**
   * Continues with subscribers whose writer was busy: they receive the newest state or the log entries since their
   * version.
   */
  #taken(writer: SocketWriter<Subscriber>, waiting: Iterable<Subscriber>): void {
    const subscribers = [...waiting].filter(({ awaits }) => awaits === writer);
    for (const subscriber of subscribers) subscriber.awaits = undefined;
    this.deliver(subscribers);
  }

  /** Message of the group's version that starts at `from`; subscribers with the same start share it. */
  #messageFor(group: SubscriberGroup, from: number): GroupMessage {
    const known = group.messages.get(from);
    if (known !== undefined) return known;
    const { version, hintedAt } = group;
    const message: GroupMessage = { group, version, waiting: [], frames: undefined, hintedAt };
    group.hintedAt = undefined;
    group.messages.set(from, message);
    void this.#compute(message, from === -1 ? undefined : from);
    return message;
  }

  async #compute(message: GroupMessage, after: number | undefined): Promise<void> {
    this.#running++;
    try {
      message.frames = await this.#run(message, after);
      if (message.frames === undefined) this.#splitGroup(message.group);
      else this.#ready.push(message);
    } catch (error) {
      this.#fail(message, error);
    }
    if (--this.#running === 0) this.#assignReady();
    else
      this.#holdTimer ??= setTimeout(() => {
        this.#assignReady();
      }, maxHoldMs);
  }

  #assignReady(): void {
    clearTimeout(this.#holdTimer);
    this.#holdTimer = undefined;
    const ready = this.#ready;
    this.#ready = [];
    for (const message of ready) {
      const { waiting } = message;
      message.waiting = [];
      for (const subscriber of waiting) this.#assignFrames(subscriber, message);
    }
    this.#flush();
    this.#measure(ready);
  }

  #measure(sent: readonly GroupMessage[]): void {
    const { metrics } = this.#services;
    if (metrics === undefined) return;
    const now = performance.now();
    for (const { hintedAt } of sent) if (hintedAt !== undefined) metrics.liveLag.observe((now - hintedAt) / 1000);
  }

  /** A DomainError ends the subscriptions. Any other error is the server's fault: the next comparison tries again. */
  #fail({ group, waiting }: GroupMessage, error: unknown): void {
    const isRefusal = error instanceof DomainError;
    group.messages = new Map();
    if (!isRefusal) {
      this.#services.log.warn({ topic: group.watch.topic.name, error: String(error) }, 'a shared read failed');
      invalidateSnapshot(group);
    }
    for (const subscriber of waiting) {
      if (subscriber.group !== group) continue;
      subscriber.awaits = undefined;
      if (isRefusal) subscriber.end(error);
    }
  }

  /** One read, one execution, one serialisation. Undefined: the shared execution asked about the viewer. */
  async #run({ group, version }: GroupMessage, after: number | undefined): Promise<Frames | undefined> {
    const { topic, args, audience } = group.watch;
    const services = this.#services;
    const ctx = group.isPersonal ? forkContext(services, group.args.slot.connected.actor) : sharedContext(services);
    const cursor = streamCursor(services, group.topic, version);
    const span = { topic: group.topic, after, upTo: version, cursor };
    try {
      const rootValue = await topic.read(ctx as never, args, audience as never, span);
      const result = await this.#execute(group, ctx, rootValue);
      if (!wantedViewer(ctx)) return new Frames(JSON.stringify(this.#shown(result)));
    } catch (error) {
      if (!wantedViewer(ctx)) throw error;
    }
    this.#personalDocuments.add(group.args.document);
    return undefined;
  }

  async #execute(group: SubscriberGroup, contextValue: Context, rootValue: unknown): Promise<ExecutionResult> {
    this.stats.executions++;
    const result = await execute({ ...group.args, rootValue, contextValue });
    const internal = wantedViewer(contextValue) ? undefined : result.errors?.find(isInternal);
    if (internal !== undefined) throw internal;
    return result;
  }

  #shown({ data, errors }: ExecutionResult): object {
    return { data, ...(errors && { errors: formatErrors(errors, this.#services) }) };
  }
}
