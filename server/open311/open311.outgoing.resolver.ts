import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { IssueRow } from '../issue/issue.entity.ts';
import { IssuePayloadType } from '../issue/issue.input.types.ts';
import { IssueType } from '../issue/issue.types.ts';
import type { Context } from '../kernel/context.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { requireFound } from '../kernel/nodes.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { handOver, handoverOf, serverById } from './open311.handover.service.ts';
import type { HandoverRow, Open311Server } from './open311.outgoing.entity.ts';
import {
  AddOpen311ServerInputType,
  HandOverIssueInputType,
  IssueHandoverType,
  Open311ServerPayloadType,
  Open311ServerType,
  PursueHandoverInputType,
  RemoveOpen311ServerInputType,
  TryOpen311ServerInputType,
  TryOpen311ServerPayloadType,
} from './open311.outgoing.types.ts';
import { pursueHandover } from './open311.pursuing.service.ts';
import { addServer, listServers, removeServer, tryServer } from './open311.servers.service.ts';

@Resolver(() => MunicipalityType)
class MunicipalityServersResolver {
  @FieldResolver(() => [Open311ServerType], {
    nullable: true,
    description: 'Servers of other bodies that reports may be sent to; for staff of the town only. At most 30.',
  })
  open311Servers(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<Open311ServerType[]> {
    return listServers(ctx, id);
  }

  @mutation(TryOpen311ServerPayloadType, 'Query the services of a server; nothing is stored (admins of the town).')
  tryOpen311Server(
    @Input(() => TryOpen311ServerInputType) input: TryOpen311ServerInputType,
    @Ctx() ctx: Context,
  ): Promise<TryOpen311ServerPayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ services: await tryServer(ctx, { ...input, municipalityId }) }));
  }

  @mutation(Open311ServerPayloadType, 'Add a server that reports may be sent to (admins of the town).')
  addOpen311Server(
    @Input(() => AddOpen311ServerInputType) input: AddOpen311ServerInputType,
    @Ctx() ctx: Context,
  ): Promise<Open311ServerPayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ server: await addServer(ctx, { ...input, municipalityId }) }));
  }

  @mutation(
    Open311ServerPayloadType,
    'Remove a server and delete its key: nothing is sent to it any more (admins of the town). Idempotent.',
  )
  removeOpen311Server(
    @Input(() => RemoveOpen311ServerInputType) { serverId }: RemoveOpen311ServerInputType,
    @Ctx() ctx: Context,
  ): Promise<Open311ServerPayloadType> {
    return answer(async () => ({ server: await removeServer(ctx, idOf('Open311Server', serverId)) }));
  }
}

@Resolver(() => IssueType)
class HandOverResolver {
  @mutation(
    IssuePayloadType,
    'Send a report to another server with a move to FORWARDED (staff of its desk). If refused, the report stays where it was: SERVER_SILENT, SERVER_STRANGE, SERVICE_GONE, UNKNOWN_SERVER, NEVER_PUBLIC, ILLEGAL_MOVE, WRONG_DESK, CONFLICT.',
  )
  handOverIssue(
    @Input(() => HandOverIssueInputType) input: HandOverIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    const issueId = idOf('Issue', input.issueId);
    const serverId = choiceOf('Open311Server', input.serverId);
    return answer(async () => ({ issue: await handOver(ctx, { ...input, issueId, serverId }) }));
  }

  @mutation(
    IssuePayloadType,
    'Poll the state at the other server now, or send the report again now if it did not arrive (staff of the town).',
  )
  pursueHandover(
    @Input(() => PursueHandoverInputType) { issueId }: PursueHandoverInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({ issue: await pursueHandover(ctx, idOf('Issue', issueId)) }));
  }

  @FieldResolver(() => IssueHandoverType, {
    nullable: true,
    description:
      'State at the server that the report was last sent to; null: it was sent to none. For staff of the town only.',
  })
  handover(@Root() { id, seenBy }: IssueRow, @Ctx() ctx: Context): Promise<HandoverRow | null> | null {
    return seenBy === 'staff' ? handoverOf(ctx, id) : null;
  }
}

@Resolver(() => IssueHandoverType)
class IssueHandoverResolver {
  @FieldResolver(() => Open311ServerType, { description: 'The server that it was sent to.' })
  server(@Root() { server }: HandoverRow, @Ctx() ctx: Context): Promise<Open311ServerType> {
    return requireFound(serverById(ctx, server.id));
  }
}

@Resolver(() => Open311ServerType)
class Open311ServerResolver {
  @FieldResolver(() => Boolean, { description: 'Whether requests to the server contain an API key.' })
  hasKey(@Root() { lockedKey }: Pick<Open311Server, 'lockedKey'>): boolean {
    return lockedKey != null;
  }
}

/** Resolvers of this file, for the schema. */
export const outgoingResolvers = [
  Open311ServerResolver,
  MunicipalityServersResolver,
  HandOverResolver,
  IssueHandoverResolver,
] as const;
