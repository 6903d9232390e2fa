import { type DocumentNode, execute, type ExecutionResult } from 'graphql';
import { type Context, forkContext, type Services, sharedContext, wantedViewer } from '../context.ts';
import { DomainError, formatErrors, isInternal } from '../errors.ts';
import type { Group, Member } from './group.ts';
import { streamCursor } from './live.ts';

/** From a group's newest version to its members' sockets. */
export class Delivery {
  readonly stats = { executions: 0, messages: 0 };
  readonly #personalDocuments = new WeakSet<DocumentNode>();
  readonly #services: Services;
  readonly #dissolve: (group: Group) => Promise<void>;

  /** `dissolve`: let every member run the document for itself. */
  constructor(services: Services, dissolve: (group: Group) => Promise<void>) {
    this.#services = services;
    this.#dissolve = dissolve;
  }

  isPersonal(document: DocumentNode): boolean {
    return this.#personalDocuments.has(document);
  }

  /** One slot per subscriber: a stuck reader holds one message, never a queue. */
  deliver(member: Member): void {
    const { group } = member;
    if (group === undefined || group.version < 0 || member.isBusy) return;
    if (member.version > group.version) {
      if (group.readAgain) return;
      member.version = -1; // knows more than the database: it was restored from a backup
    }
    if (member.version === group.version) return;
    member.isBusy = true;
    const { version } = group;
    this.#payloadFor(group, member.version).then(
      (payload) => {
        if (payload !== undefined && member.group === group) this.#send(member, version, payload);
        else if (member.group !== group) this.#release(member);
        else member.isBusy = false; // it runs for itself soon; asking this group again would give the same nothing
      },
      (error: unknown) => {
        this.#fail(group, member, error);
      },
    );
  }

  #send(member: Member, version: number, payload: string): void {
    member.version = version;
    this.stats.messages++;
    const id = JSON.stringify(member.args.seat.id);
    member.args.seat.send(`{"id":${id},"type":"next","payload":${payload}}`, () => {
      this.#release(member);
    });
  }

  #release(member: Member): void {
    member.isBusy = false;
    this.deliver(member);
  }

  /** Only a DomainError ends a stream; anything else is ours, and the next comparison tries again. */
  #fail(group: Group, member: Member, error: unknown): void {
    if (error instanceof DomainError) {
      member.end(error);
      return;
    }
    this.#services.log.warn({ topic: group.watch.topic.name, error: String(error) }, 'a shared read failed');
    group.version = -1;
    member.isBusy = false;
  }

  /** Members that start from the same version share the execution and the serialised text. */
  #payloadFor(group: Group, from: number): Promise<string | undefined> {
    const key = group.watch.topic.kind === 'state' ? -1 : from;
    let payload = group.payloads.get(key);
    if (payload === undefined) {
      payload = this.#run(group, key === -1 ? undefined : key);
      group.payloads.set(key, payload);
    }
    return payload;
  }

  /** One read, one execution, one serialisation; undefined: the shared execution touched the viewer. */
  async #run(group: Group, after: number | undefined): Promise<string | undefined> {
    const { topic, args, audience } = group.watch;
    const services = this.#services;
    const ctx = group.isPersonal ? forkContext(services, group.args.seat.actor()) : sharedContext(services);
    const cursor = streamCursor(services, group.topic, group.version);
    const span = { topic: group.topic, after, upTo: group.version, cursor };
    try {
      const rootValue = await topic.read(ctx as never, args, audience as never, span);
      const result = await this.#execute(group, ctx, rootValue);
      if (!wantedViewer(ctx)) return JSON.stringify(this.#shown(result));
    } catch (error) {
      if (!wantedViewer(ctx)) throw error;
    }
    this.#personalDocuments.add(group.args.document);
    await this.#dissolve(group);
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
