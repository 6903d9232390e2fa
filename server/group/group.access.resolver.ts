import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import { DateTime } from '../kernel/scalars.ts';
import { canTakeAccess } from './group.access.rules.ts';
import { listAccesses, takeGroupAccess } from './group.access.service.ts';
import { GroupAccessType, TakeGroupAccessInputType } from './group.access.types.ts';
import type { GroupAccess, GroupRow } from './group.entity.ts';
import { GroupPayloadType } from './group.input.types.ts';
import { canReadGroup } from './group.rules.ts';
import { standingIn } from './group.service.ts';
import { GroupType } from './group.types.ts';

/** Access of admins to the publications of CLOSED groups. */
@Resolver(() => GroupType)
export class GroupAccessResolver {
  @mutation(
    GroupPayloadType,
    'Take access to the publications of a closed group for 8 hours, with a reason that its members and the audit trail show (admins of the town who signed in during the last 15 minutes).',
  )
  takeGroupAccess(
    @Input(() => TakeGroupAccessInputType) input: TakeGroupAccessInputType,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    const groupId = idOf('Group', input.groupId);
    return answer(async () => ({ group: await takeGroupAccess(ctx, { ...input, groupId }) }));
  }

  @FieldResolver(() => Boolean, { description: 'True if the viewer may read what the group publishes.' })
  async viewerCanRead(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<boolean> {
    return canReadGroup(ctx.actor, group, await standingIn(ctx, group.id)).allow;
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may take access to the group.' })
  async viewerCanTakeAccess(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canTakeAccess(ctx.actor, group, await standingIn(ctx, group.id), ctx.now()));
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'End of the access that the viewer has taken; null: none, or it has ended.',
  })
  async viewerAccessUntil(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<Date | null> {
    return (await standingIn(ctx, group.id)).accessUntil;
  }

  @FieldResolver(() => [GroupAccessType], {
    nullable: true,
    description:
      'Accesses that admins took to the group, also ended ones, newest first, at most 50; for members and admins of the town, FORBIDDEN for other people.',
  })
  async accesses(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<GroupAccessType[]> {
    return (await listAccesses(ctx, group)).map(accessOf);
  }
}

function accessOf({ person, reason, takenAt, expiresAt }: GroupAccess): GroupAccessType {
  return { name: person.getEntity().displayName ?? null, reason, takenAt, expiresAt };
}
