import { Arg, Args, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { type AuditEntry, listAudit } from './audit.service.ts';
import {
  AuditActorType,
  AuditConnectionType,
  AuditEntryType,
  AuditSubjectType,
  AuditTopicEnum,
} from './audit.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityAuditResolver {
  @FieldResolver(() => AuditConnectionType, {
    nullable: true,
    description: 'Audit trail of the town, newest first; admins of the town only.',
  })
  audit(
    @Root() { id }: MunicipalityRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('topic', () => AuditTopicEnum, { nullable: true, description: 'Only entries about this topic.' })
    topic: string | null,
    @Arg('personId', () => ID, { nullable: true, description: 'Only entries of this staff member.' })
    personId: string | null | undefined,
    @Arg('until', () => DateTime, { nullable: true, description: 'Only entries before this time.' }) until: Date | null,
    @Ctx() ctx: Context,
  ): Promise<Connection<AuditEntryType>> {
    const person = personId == null ? null : idOf('Person', personId);
    return listAudit(ctx, id, { topic, personId: person, until }, page);
  }
}

@Resolver(() => AuditEntryType)
export class AuditEntryResolver {
  @FieldResolver(() => AuditActorType, { description: 'Actor of the event.' })
  actor(@Root() { party, actorName }: AuditEntry): AuditActorType {
    return { party, name: actorName };
  }

  @FieldResolver(() => AuditSubjectType, {
    nullable: true,
    description: 'Object that the event changed; null for the town itself and for objects that are not shown.',
  })
  subject(@Root() { subject }: AuditEntry): AuditSubjectType | null {
    if (subject === null) return null;
    return { kind: subject.kind, objectId: toGlobalId(subject.type, subject.id), name: subject.name };
  }
}
