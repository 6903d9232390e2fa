import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import { groupById } from '../group/group.service.ts';
import { GroupType } from '../group/group.types.ts';
import type { Context } from '../kernel/context.ts';
import { loadedCost } from '../kernel/cost.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { live } from '../kernel/live/live.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { requireFound } from '../kernel/nodes.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import { StreamCursor } from '../kernel/scalars.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { IdeaRow, IdeaState } from './idea.entity.ts';
import { ideaSupport, type IdeaUpdate } from './idea.live.ts';
import { moveIdea } from './idea.moves.service.ts';
import { findIdea, isSupporter } from './idea.reading.service.ts';
import { canSupportIdea, movesOf } from './idea.rules.ts';
import { setIdeaThreshold, submitIdea } from './idea.service.ts';
import { setSupport } from './idea.support.service.ts';
import {
  IdeaPayloadType,
  IdeaStateEnum,
  IdeaThresholdPayloadType,
  IdeaType,
  IdeaUpdateType,
  MoveIdeaInputType,
  SetIdeaThresholdInputType,
  SubmitIdeaInputType,
  SupportIdeaInputType,
} from './idea.types.ts';

@Resolver(() => IdeaType)
export class IdeaResolver {
  @Query(() => IdeaType, {
    nullable: true,
    complexity: loadedCost,
    description: 'An idea by id. Errors: NOT_FOUND, also if the viewer may not see the idea.',
  })
  idea(@Arg('id', () => ID, { description: 'The idea.' }) id: string, @Ctx() ctx: Context): Promise<IdeaType> {
    return findIdea(ctx, idOf('Idea', id));
  }

  @mutation(IdeaPayloadType, 'Submit an idea. The idea becomes public when the town hall has checked it.')
  submitIdea(
    @Input(() => SubmitIdeaInputType) input: SubmitIdeaInputType,
    @Ctx() ctx: Context,
  ): Promise<IdeaPayloadType> {
    return answer(async () => ({
      idea: await submitIdea(ctx, { ...input, groupId: choiceOf('Group', input.groupId) }),
    }));
  }

  @mutation(IdeaPayloadType, 'Support an idea or withdraw the support. Repeating the call changes nothing.')
  supportIdea(
    @Input(() => SupportIdeaInputType)
    { ideaId, isOn }: SupportIdeaInputType,
    @Ctx() ctx: Context,
  ): Promise<IdeaPayloadType> {
    return answer(async () => ({ idea: await setSupport(ctx, idOf('Idea', ideaId), isOn) }));
  }

  @mutation(IdeaPayloadType, 'Move an idea to another state (editors and admins of the town), or withdraw an own idea.')
  moveIdea(@Input(() => MoveIdeaInputType) input: MoveIdeaInputType, @Ctx() ctx: Context): Promise<IdeaPayloadType> {
    return answer(async () => ({ idea: await moveIdea(ctx, { ...input, ideaId: idOf('Idea', input.ideaId) }) }));
  }

  @mutation(
    IdeaThresholdPayloadType,
    'Set the number of supporters that new ideas of the town need, 2 to 100,000 (admins of the town).',
  )
  setIdeaThreshold(
    @Input(() => SetIdeaThresholdInputType) { municipalityId, supporters }: SetIdeaThresholdInputType,
    @Ctx() ctx: Context,
  ): Promise<IdeaThresholdPayloadType> {
    return answer(async () => {
      await setIdeaThreshold(ctx, idOf('Municipality', municipalityId), supporters);
      return { supporters };
    });
  }

  @Subscription(() => IdeaUpdateType, {
    name: 'ideaSupport',
    description:
      'Live idea: the current state (with `after` only if it is newer), then every change of supporters and state.',
    ...live(ideaSupport, ({ ideaId }: { ideaId: string }) => ({ ideaId: idOf('Idea', ideaId) })),
  })
  watchIdeaSupport(
    @Arg('ideaId', () => ID, { description: 'The idea.' }) _ideaId: string,
    @Arg('after', () => StreamCursor, {
      nullable: true,
      description: 'Cursor of the state that the client already has.',
    })
    _after: string | null,
    @Root() update: IdeaUpdate,
  ): IdeaUpdateType {
    return update;
  }

  @FieldResolver(() => GroupType, { description: 'Group that the idea belongs to.' })
  group(@Root() { group }: IdeaRow, @Ctx() ctx: Context): Promise<GroupType> {
    return requireFound(groupById(ctx, group.id));
  }

  @FieldResolver(() => MunicipalityType, { description: 'Town that the idea belongs to.' })
  municipality(@Root() idea: IdeaRow, @Ctx() ctx: Context): Promise<MunicipalityType> {
    return townOf(ctx, idea);
  }

  @FieldResolver(() => Boolean, {
    description: 'True if the viewer supports the idea; false when signed out.',
    complexity: 5, // one statement per idea
  })
  viewerSupports(@Root() idea: IdeaRow, @Ctx() ctx: Context): Promise<boolean> {
    return isSupporter(ctx, idea);
  }

  @FieldResolver(() => PermissionType, {
    description: 'Whether the viewer may support the idea now, or withdraw the support.',
  })
  viewerCanSupport(@Root() idea: IdeaRow, @Ctx() ctx: Context): PermissionType {
    return permission(canSupportIdea(ctx.actor, idea));
  }

  @FieldResolver(() => [IdeaStateEnum], { description: 'States to which the viewer may move the idea now.' })
  viewerMoves(@Root() idea: IdeaRow, @Ctx() ctx: Context): IdeaState[] {
    return movesOf(ctx.actor, idea);
  }
}
