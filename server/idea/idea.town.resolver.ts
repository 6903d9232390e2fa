import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { expensivePageCost } from '../kernel/cost.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { CouncilTask, Idea, IdeaState } from './idea.entity.ts';
import { listCouncilTasks, listIdeas } from './idea.reading.service.ts';
import { thresholdOf } from './idea.service.ts';
import { CouncilTaskType, IdeaConnectionType, IdeaStateEnum, IdeaType } from './idea.types.ts';

/** Fields of `Municipality` that stand here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class MunicipalityIdeasResolver {
  @FieldResolver(() => IdeaConnectionType, {
    nullable: true,
    complexity: expensivePageCost(10),
    description: 'Ideas that the viewer may see, newest first. Errors: NOT_FOUND if ideas are switched off.',
  })
  ideas(
    @Root() municipality: MunicipalityRow,
    @Arg('states', () => [IdeaStateEnum], { nullable: true, description: 'Only ideas in these states.' })
    states: IdeaState[] | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<IdeaType>> {
    return listIdeas(ctx, municipality, states, page);
  }

  @FieldResolver(() => Int, {
    description: 'Number of supporters that a new idea needs.',
    complexity: 5, // one statement per town
  })
  ideaThreshold(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<number> {
    return thresholdOf(ctx, id);
  }

  @FieldResolver(() => [CouncilTaskType], {
    nullable: true,
    description: 'Ideas that must be brought before the council, the oldest first, at most 100 (editors and admins).',
  })
  councilTasks(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<CouncilTask[]> {
    return listCouncilTasks(ctx, municipality);
  }
}

@Resolver(() => CouncilTaskType)
export class CouncilTaskResolver {
  @FieldResolver(() => IdeaType, { description: 'The idea.' })
  idea(@Root() { idea }: CouncilTask): Idea {
    return idea.getEntity();
  }
}
