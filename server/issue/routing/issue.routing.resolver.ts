import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { areaById } from '../../area/area.service.ts';
import { AreaType, PlaceOwnerEnum } from '../../area/area.types.ts';
import type { PlaceOwner } from '../../area/area.entity.ts';
import type { Context } from '../../kernel/context.ts';
import { choiceOf } from '../../kernel/ids.ts';
import { requireFound } from '../../kernel/nodes.ts';
import { deskById } from '../../municipality/municipality.service.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { DeskType, MunicipalityType, PointInputType } from '../../municipality/municipality.types.ts';
import type { IssueRow } from '../issue.entity.ts';
import { categoryById } from '../issue.reading.service.ts';
import type { IssueRouteRow } from '../issue.routing.entity.ts';
import { ownerOf } from './issue.routing.rules.ts';
import { listDeputyDesks, type Routed, routeIssue, tryRouting } from './issue.routing.service.ts';
import { IssueRouteType, IssueRoutingType } from './issue.routing.types.ts';
import { IssueCategoryType, IssueType } from '../issue.types.ts';

@Resolver(() => IssueRoutingType)
class IssueRoutingResolver {
  @FieldResolver(() => DeskType, { description: 'The desk that receives the report.' })
  desk(@Root() { deskId }: Routed, @Ctx() ctx: Context): Promise<DeskType> {
    return requireFound(deskById(ctx, deskId));
  }

  @FieldResolver(() => DeskType, {
    nullable: true,
    description:
      'The desk that was selected but has no people, so that a deputy or the fallback desk receives the report. Null otherwise.',
  })
  insteadOf(@Root() { insteadOfDeskId }: Routed, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return insteadOfDeskId === null ? null : deskById(ctx, insteadOfDeskId);
  }

  @FieldResolver(() => IssueRouteType, {
    nullable: true,
    description: 'ROUTE: the route that decided. Null otherwise.',
  })
  route(@Root() { route }: Routed): IssueRouteType | null {
    return route;
  }

  @FieldResolver(() => [AreaType], {
    description: 'Areas that the place belongs to, the most exact first. At most 200.',
  })
  areas(@Root() { areas }: Routed): readonly AreaType[] {
    return areas;
  }

  @FieldResolver(() => PlaceOwnerEnum, { description: 'Owner of the place; the town if no area contains it.' })
  owner(@Root() { areas }: Routed): PlaceOwner {
    return ownerOf(areas);
  }
}

@Resolver(() => IssueRouteType)
class IssueRouteResolver {
  @FieldResolver(() => DeskType, { description: 'The desk.' })
  desk(@Root() { desk }: IssueRouteRow, @Ctx() ctx: Context): Promise<DeskType> {
    return requireFound(deskById(ctx, desk.id));
  }

  @FieldResolver(() => IssueCategoryType, { nullable: true, description: 'Condition: only reports of this category.' })
  category(@Root() { category }: IssueRouteRow, @Ctx() ctx: Context): Promise<IssueCategoryType | null> | null {
    return category == null ? null : categoryById(ctx, category.id);
  }

  @FieldResolver(() => AreaType, {
    nullable: true,
    description: 'Condition: only reports in this area, or along this line.',
  })
  area(@Root() { area }: IssueRouteRow, @Ctx() ctx: Context): Promise<AreaType | null> | null {
    return area == null ? null : areaById(ctx, area.id);
  }
}

@Resolver(() => MunicipalityType)
class MunicipalityIssueRoutingResolver {
  @FieldResolver(() => IssueRoutingType, {
    nullable: true,
    complexity: 20,
    description: 'Desk that would receive a report of this category at this place, and why; for admins of the town.',
  })
  issueRouting(
    @Root() { id: municipalityId }: MunicipalityRow,
    @Arg('categoryId', () => ID, { description: 'Category of the report.' }) categoryId: string,
    @Arg('point', () => PointInputType, { description: 'Place of the report.' }) point: PointInputType,
    @Ctx() ctx: Context,
  ): Promise<Routed> {
    return tryRouting(ctx, { municipalityId, categoryId: choiceOf('IssueCategory', categoryId), point });
  }

  @FieldResolver(() => [DeskType], {
    description:
      'Desks for which the viewer stands in: their reports can be worked on in their name, except complaints. Empty for everybody but clerks and admins of the town. At most 200.',
  })
  viewerDeputyDesks(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<DeskType[]> {
    return listDeputyDesks(ctx, id);
  }
}

@Resolver(() => IssueType)
class RoutedIssueResolver {
  @FieldResolver(() => IssueRoutingType, {
    nullable: true,
    complexity: 20,
    description:
      'Desk that would receive the report today, and bodies outside that may be responsible; for staff of the town only.',
  })
  async routing(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<Routed | null> {
    if (issue.seenBy !== 'staff') return null;
    const category = await requireFound(categoryById(ctx, issue.category.id));
    return routeIssue(ctx, { municipalityId: issue.municipality.id, category, point: issue });
  }
}

/** Resolvers of this file, for the schema. */
export const routingResolvers = [
  IssueRoutingResolver,
  IssueRouteResolver,
  MunicipalityIssueRoutingResolver,
  RoutedIssueResolver,
] as const;
