import { type DocumentNode, execute, type ExecutionResult } from 'graphql';
import { type Context, forkContext, type Services, sharedContext, wantedViewer } from '../context.ts';
import { DomainError, formatError, isInternal } from '../errors.ts';
import type { Group, Member } from './group.ts';
import { streamCursor } from './live.ts';

/** From a group's newest version to its members' sockets. */
export function createDelivery(services: Services, dissolve: (group: Group) => Promise<void>) {
  const personalDocuments = new WeakSet<DocumentNode>();
  const stats = { executions: 0, messages: 0 };

  return { deliver, stats, isPersonal: (document: DocumentNode) => personalDocuments.has(document) };

  /** One slot per subscriber: a stuck reader holds one message, never a queue. */
  function deliver(member: Member): void {
    const { group } = member;
    if (group === undefined || group.version < 0 || member.isBusy) return;
    if (member.version > group.version) {
      if (group.readAgain) return;
      member.version = -1; // knows more than the database: it was restored from a backup
    }
    if (member.version === group.version) return;
    member.isBusy = true;
    const version = group.version;
    payloadFor(group, member.version).then(
      (payload) => {
        if (payload === undefined || member.group !== group) release(member);
        else send(member, version, payload);
      },
      (error: unknown) => {
        fail(group, member, error);
      },
    );
  }

  function send(member: Member, version: number, payload: string): void {
    member.version = version;
    stats.messages++;
    const id = JSON.stringify(member.args.seat.id);
    member.args.seat.send(`{"id":${id},"type":"next","payload":${payload}}`, () => {
      release(member);
    });
  }

  function release(member: Member): void {
    member.isBusy = false;
    deliver(member);
  }

  /** Only a DomainError ends a stream; anything else is ours, and the next comparison tries again. */
  function fail(group: Group, member: Member, error: unknown): void {
    if (error instanceof DomainError) {
      member.end(error);
      return;
    }
    services.log.warn({ topic: group.watch.topic.name, error: String(error) }, 'a shared read failed');
    group.version = -1;
    member.isBusy = false;
  }

  /** Members that start from the same version share the execution and the serialised text. */
  function payloadFor(group: Group, from: number): Promise<string | undefined> {
    const key = group.watch.topic.kind === 'state' ? -1 : from;
    let payload = group.payloads.get(key);
    if (payload === undefined) {
      payload = run(group, key === -1 ? undefined : key);
      group.payloads.set(key, payload);
    }
    return payload;
  }

  /** One read, one execution, one serialisation; undefined: the shared execution touched the viewer. */
  async function run(group: Group, after: number | undefined): Promise<string | undefined> {
    const { topic, args, audience } = group.watch;
    const ctx = group.isPersonal ? forkContext(services, group.args.seat.actor()) : sharedContext(services);
    const cursor = streamCursor(services, group.topic, group.version);
    const span = { topic: group.topic, after, upTo: group.version, cursor };
    try {
      const rootValue = await topic.read(ctx as never, args, audience as never, span);
      const result = await executeFor(group, ctx, rootValue);
      if (!wantedViewer(ctx)) return JSON.stringify(shown(result));
    } catch (error) {
      if (!wantedViewer(ctx)) throw error;
    }
    personalDocuments.add(group.args.document);
    await dissolve(group);
    return undefined;
  }

  async function executeFor(group: Group, contextValue: Context, rootValue: unknown): Promise<ExecutionResult> {
    stats.executions++;
    const result = await execute({ ...group.args, rootValue, contextValue });
    const internal = wantedViewer(contextValue) ? undefined : result.errors?.find(isInternal);
    if (internal !== undefined) throw internal;
    return result;
  }

  function shown({ data, errors }: ExecutionResult): object {
    return { data, ...(errors && { errors: errors.map((error) => formatError(error, services.log)) }) };
  }
}
