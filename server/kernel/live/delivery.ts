import { type DocumentNode, execute, type ExecutionResult } from 'graphql';
import { type Context, forkContext, type Services, sharedContext, wantedViewer } from '../context.ts';
import { DomainError, formatErrors, isInternal } from '../errors.ts';
import { Frames } from './frames.ts';
import { streamCursor } from './live.ts';
import { forget, type Group, type Member, type Message } from './member.ts';
import type { SocketWriter } from './writer.ts';

/** Messages that are computed at the same time leave together; a slow one holds up the others for this long. */
const patienceMs = 10;

/** From a group's newest version to its members' sockets: one computation, then a plain loop. */
export class Delivery {
  readonly stats = { executions: 0, messages: 0 };
  readonly #personalDocuments = new WeakSet<DocumentNode>();
  readonly #services: Services;
  readonly #dissolve: (group: Group) => void;
  #running = 0;
  #ready: Message[] = [];
  #writers: SocketWriter<Member>[] = [];
  #patience: NodeJS.Timeout | undefined;

  /** `dissolve`: let every member run the document for itself. */
  constructor(services: Services, dissolve: (group: Group) => void) {
    this.#services = services;
    this.#dissolve = dissolve;
  }

  isPersonal(document: DocumentNode): boolean {
    return this.#personalDocuments.has(document);
  }

  /** Tells each what its group knows and it does not; one write for each socket. */
  readonly deliver = (...crowds: readonly Iterable<Member>[]): void => {
    for (const members of crowds) for (const member of members) this.#tell(member);
    this.#flush();
  };

  #tell(member: Member): void {
    const { group, writer } = member;
    if (group === undefined || group.version < 0 || member.awaits !== undefined || member.outgoing !== undefined)
      return;
    if (member.version > group.version) member.version = -1; // knows more than the database: it was restored from a backup
    if (member.version === group.version || !writer.isOpen) return;
    const message = this.#messageFor(group, group.watch.topic.kind === 'state' ? -1 : member.version);
    member.awaits = message;
    if (message.frames === undefined) message.waiting.push(member);
    else this.#hand(member, message);
  }

  #hand(member: Member, message: Message): void {
    if (member.awaits !== message) return; // it ended, or its standing moved it elsewhere
    const { writer } = member;
    if (writer.isBusy) {
      member.awaits = writer;
      writer.wait(member, (waiting) => {
        this.#taken(writer, waiting);
      });
      return;
    }
    member.awaits = undefined;
    member.outgoing = message.frames;
    member.version = message.version;
    this.stats.messages++;
    if (writer.add(member)) this.#writers.push(writer);
  }

  #flush(): void {
    const writers = this.#writers;
    this.#writers = [];
    const behind: Member[] = [];
    const done = (member: Member): void => {
      member.outgoing = undefined;
      if (member.group !== undefined && member.version !== member.group.version) behind.push(member);
    };
    for (const writer of writers) writer.flush(done);
    if (behind.length > 0) this.deliver(behind);
  }

  /** The newest state now, or what the log has meanwhile. */
  #taken(writer: SocketWriter<Member>, waiting: Iterable<Member>): void {
    const members = [...waiting].filter(({ awaits }) => awaits === writer);
    for (const member of members) member.awaits = undefined;
    this.deliver(members);
  }

  /** Members that start from the same version share it. */
  #messageFor(group: Group, from: number): Message {
    const known = group.messages.get(from);
    if (known !== undefined) return known;
    const message: Message = { group, version: group.version, waiting: [], frames: undefined };
    group.messages.set(from, message);
    void this.#compute(message, from === -1 ? undefined : from);
    return message;
  }

  async #compute(message: Message, after: number | undefined): Promise<void> {
    this.#running++;
    try {
      message.frames = await this.#run(message, after);
      if (message.frames === undefined) this.#dissolve(message.group);
      else this.#ready.push(message);
    } catch (error) {
      this.#fail(message, error);
    }
    if (--this.#running === 0) this.#handOut();
    else
      this.#patience ??= setTimeout(() => {
        this.#handOut();
      }, patienceMs);
  }

  #handOut(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    const ready = this.#ready;
    this.#ready = [];
    for (const message of ready) {
      const { waiting } = message;
      message.waiting = [];
      for (const member of waiting) this.#hand(member, message);
    }
    this.#flush();
  }

  /** Only a DomainError ends a stream; anything else is ours, and the next comparison tries again. */
  #fail({ group, waiting }: Message, error: unknown): void {
    const isRefusal = error instanceof DomainError;
    group.messages = new Map();
    if (!isRefusal) {
      this.#services.log.warn({ topic: group.watch.topic.name, error: String(error) }, 'a shared read failed');
      forget(group);
    }
    for (const member of waiting) {
      if (member.group !== group) continue;
      member.awaits = undefined;
      if (isRefusal) member.end(error);
    }
  }

  /** One read, one execution, one serialisation; undefined: the shared execution touched the viewer. */
  async #run({ group, version }: Message, after: number | undefined): Promise<Frames | undefined> {
    const { topic, args, audience } = group.watch;
    const services = this.#services;
    const ctx = group.isPersonal ? forkContext(services, group.args.seat.connected.actor) : sharedContext(services);
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

  async #execute(group: Group, contextValue: Context, rootValue: unknown): Promise<ExecutionResult> {
    this.stats.executions++;
    const result = await execute({ ...group.args, rootValue, contextValue });
    const internal = wantedViewer(contextValue) ? undefined : result.errors?.find(isInternal);
    if (internal !== undefined) throw internal;
    return result;
  }

  #shown({ data, errors }: ExecutionResult): object {
    return { data, ...(errors && { errors: formatErrors(errors, this.#services.log) }) };
  }
}
