import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { areaById } from '../../area/area.service.ts';
import { AreaType } from '../../area/area.types.ts';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf, toGlobalId } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { requireFound } from '../../kernel/nodes.ts';
import { answer } from '../../kernel/payload.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { deskById } from '../../municipality/municipality.service.ts';
import { DeskType, MunicipalityType } from '../../municipality/municipality.types.ts';
import type { IssueCategoryRow } from '../issue.category.entity.ts';
import { categoryById } from '../issue.reading.service.ts';
import { IssueCategoryType } from '../issue.types.ts';
import { createRoute, openDesk, removeRoute, setDeputy, setFallback } from './issue.routes.service.ts';
import type { DeskSetup, RoutingProblem, TownSetup } from './issue.routing.health.rules.ts';
import { readRoutingHealth, readTownSetup, type RoutingHealth } from './issue.routing.health.service.ts';
import {
  CategorySetupType,
  CreateIssueRouteInputType,
  DeskPayloadType,
  DeskSetupType,
  IssueRoutePayloadType,
  OpenDeskInputType,
  RemoveIssueRouteInputType,
  RoutingHealthType,
  RoutingProblemType,
  SetDeskDeputyInputType,
  SetFallbackDeskInputType,
  TownRoutingType,
} from './issue.routing.types.ts';

interface CategorySetup {
  readonly category: IssueCategoryRow;
  readonly isPublished: boolean;
}

@Resolver(() => MunicipalityType)
class MunicipalityRoutingResolver {
  @FieldResolver(() => TownRoutingType, {
    nullable: true,
    complexity: 50,
    description: 'Categories, desks and routes of the town; for its admins.',
  })
  routing(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<TownSetup> {
    return readTownSetup(ctx, id);
  }

  @FieldResolver(() => RoutingHealthType, {
    nullable: true,
    complexity: 50,
    description: 'Faults in the routing of the town; for its admins.',
  })
  routingHealth(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<RoutingHealth> {
    return readRoutingHealth(ctx, id);
  }

  @mutation(IssueRoutePayloadType, 'Create a route (admins of the town).')
  createIssueRoute(
    @Input(() => CreateIssueRouteInputType) input: CreateIssueRouteInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueRoutePayloadType> {
    const ids = {
      municipalityId: idOf('Municipality', input.municipalityId),
      categoryId: input.categoryId == null ? null : choiceOf('IssueCategory', input.categoryId),
      areaId: input.areaId == null ? null : choiceOf('Area', input.areaId),
      deskId: choiceOf('Desk', input.deskId),
    };
    return answer(async () => ({ route: await createRoute(ctx, { ...input, ...ids }) }));
  }

  @mutation(IssueRoutePayloadType, 'Delete a route (admins of the town).')
  removeIssueRoute(
    @Input(() => RemoveIssueRouteInputType) { routeId }: RemoveIssueRouteInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueRoutePayloadType> {
    return answer(async () => {
      await removeRoute(ctx, idOf('IssueRoute', routeId));
      return { route: null };
    });
  }

  @mutation(DeskPayloadType, 'Create a desk with this name, or return the existing one (admins of the town).')
  openDesk(
    @Input(() => OpenDeskInputType) { municipalityId, name }: OpenDeskInputType,
    @Ctx() ctx: Context,
  ): Promise<DeskPayloadType> {
    return answer(async () => ({ desk: await openDesk(ctx, idOf('Municipality', municipalityId), name) }));
  }

  @mutation(
    DeskPayloadType,
    'Set the deputy of a desk, a desk or a person; without both the desk has none (admins of the town).',
  )
  setDeskDeputy(
    @Input(() => SetDeskDeputyInputType) { deskId, deputyDeskId, personId }: SetDeskDeputyInputType,
    @Ctx() ctx: Context,
  ): Promise<DeskPayloadType> {
    const deputy = {
      deskId: deputyDeskId == null ? null : choiceOf('Desk', deputyDeskId),
      personId: personId == null ? null : choiceOf('Person', personId),
    };
    return answer(async () => ({ desk: await setDeputy(ctx, idOf('Desk', deskId), deputy) }));
  }

  @mutation(DeskPayloadType, 'Set the desk that receives reports that no other rule assigns (admins of the town).')
  setFallbackDesk(
    @Input(() => SetFallbackDeskInputType) { municipalityId, deskId }: SetFallbackDeskInputType,
    @Ctx() ctx: Context,
  ): Promise<DeskPayloadType> {
    const desk = choiceOf('Desk', deskId);
    return answer(async () => ({ desk: await setFallback(ctx, idOf('Municipality', municipalityId), desk) }));
  }
}

@Resolver(() => TownRoutingType)
class TownRoutingResolver {
  @FieldResolver(() => [CategorySetupType], {
    description: 'All categories in their order, published or not. At most 100.',
  })
  categories(@Root() { categories }: TownSetup): CategorySetup[] {
    return categories.map((category) => ({ category, isPublished: category.isPublished }));
  }

  @FieldResolver(() => DeskType, {
    nullable: true,
    description: 'Desk that receives reports that no other rule assigns; null: none is set.',
  })
  fallbackDesk(@Root() { fallbackDeskId }: TownSetup, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return fallbackDeskId === null ? null : deskById(ctx, fallbackDeskId);
  }
}

@Resolver(() => CategorySetupType)
class CategorySetupResolver {
  @FieldResolver(() => DeskType, {
    nullable: true,
    description: 'Desk that receives its reports unless a route decides; null: none.',
  })
  desk(@Root() { category: { desk } }: CategorySetup, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return desk == null ? null : deskById(ctx, desk.id);
  }
}

@Resolver(() => DeskSetupType)
class DeskSetupResolver {
  @FieldResolver(() => DeskType, { description: 'The desk.' })
  desk(@Root() { id }: DeskSetup, @Ctx() ctx: Context): Promise<DeskType> {
    return requireFound(deskById(ctx, id));
  }

  @FieldResolver(() => DeskType, { nullable: true, description: 'Deputy desk; null: none.' })
  deputyDesk(@Root() { deputyDeskId }: DeskSetup, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return deputyDeskId === null ? null : deskById(ctx, deputyDeskId);
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description: 'Global id of the deputy person, as in the list of staff; null: none.',
  })
  deputyPersonId(@Root() { deputyPersonId }: DeskSetup): string | null {
    return deputyPersonId === null ? null : toGlobalId('Person', deputyPersonId);
  }
}

@Resolver(() => RoutingProblemType)
class RoutingProblemResolver {
  @FieldResolver(() => DeskType, { nullable: true, description: 'Affected desk; null: none.' })
  desk(@Root() { deskId }: RoutingProblem, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return deskId === undefined ? null : deskById(ctx, deskId);
  }

  @FieldResolver(() => IssueCategoryType, { nullable: true, description: 'Affected category; null: none.' })
  category(@Root() { categoryId }: RoutingProblem, @Ctx() ctx: Context): Promise<IssueCategoryType | null> | null {
    return categoryId === undefined ? null : categoryById(ctx, categoryId);
  }

  @FieldResolver(() => ID, { nullable: true, description: 'Global id of the affected route; null: none.' })
  routeId(@Root() { routeId }: RoutingProblem): string | null {
    return routeId === undefined ? null : toGlobalId('IssueRoute', routeId);
  }

  @FieldResolver(() => [AreaType], { description: 'Affected areas. At most 200.' })
  areas(@Root() { areaIds = [] }: RoutingProblem, @Ctx() ctx: Context): Promise<AreaType[]> {
    return Promise.all(areaIds.map((id) => requireFound(areaById(ctx, id))));
  }
}

/** Resolvers of this file, for the schema. */
export const setupResolvers = [
  MunicipalityRoutingResolver,
  TownRoutingResolver,
  CategorySetupResolver,
  DeskSetupResolver,
  RoutingProblemResolver,
] as const;
