import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { PlaceOwner } from '../../area/area.entity.ts';
import { PlaceOwnerEnum } from '../../area/area.types.ts';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { UUID } from '../../kernel/scalars.ts';
import { DeskType } from '../../municipality/municipality.types.ts';
import type { IssueKind } from '../issue.category.entity.ts';
import { IssueCategoryType, IssueKindEnum } from '../issue.types.ts';
import type { RoutingFault } from './issue.routing.health.rules.ts';
import type { RoutingReason } from './issue.routing.rules.ts';

const RoutingReasonEnum = enumOf('RoutingReason', 'Reason for which a report is at its desk.', {
  CONFIDENTIAL: 'A complaint goes to the desk of its category and to no other.',
  ROUTE: 'The most exact matching route decided.',
  CATEGORY: 'The desk of the category decided.',
  FALLBACK: 'The fallback desk, because no other rule matched.',
});

const RoutingFaultEnum = enumOf('RoutingFault', 'Fault because of which a report could stay unnoticed.', {
  NO_FALLBACK_DESK: 'The town has no fallback desk.',
  CATEGORY_WITHOUT_DESK: 'A category has no desk.',
  DESK_WITHOUT_DEPUTY: 'A desk that receives reports has no deputy.',
  DESK_WITHOUT_PEOPLE: 'A desk that receives reports has no people.',
  REPORTS_WITHOUT_PEOPLE: 'Open reports are at a desk without people.',
  REPORTS_WITHOUT_DESK: 'Open reports have no desk.',
  ROUTE_TO_NOBODY: 'A route leads to a desk without people and without a deputy.',
  ROUTE_NEVER_MATCHES: 'A route is for a category that is not published, or for an area outside the town.',
  AREAS_OVERLAP: 'Two areas overlap, and it is not clear who owns the shared part.',
  AREA_OUTSIDE_TOWN: 'An area lies outside the town completely.',
});

@ObjectType('IssueRoute', {
  implements: NodeType,
  description: 'A route: matching reports go to its desk; null fields are no condition.',
})
export class IssueRouteType {
  declare id: string;

  @field(() => IssueKindEnum, 'Condition: only reports of this kind.', { nullable: true })
  declare kind?: IssueKind | null;

  @field(() => PlaceOwnerEnum, 'Condition: only places of this owner.', { nullable: true })
  declare owner?: PlaceOwner | null;

  @field(() => String, 'Name of the body outside the town hall that is responsible; null: none.', { nullable: true })
  declare forwardName?: string | null;

  @field(() => String, 'Address to which staff may forward a report by mail; null: none.', { nullable: true })
  declare forwardEmail?: string | null;
}

@ObjectType('IssueRouting', { description: 'Desk of a report, and the reason.' })
export class IssueRoutingType {
  @field(() => RoutingReasonEnum, 'The reason.')
  declare reason: RoutingReason;
}

@ObjectType('CategorySetup', { description: 'A category with the settings for admins.' })
export class CategorySetupType {
  @field(() => IssueCategoryType, 'The category.')
  declare category: IssueCategoryType;

  @field(() => Boolean, 'Whether the form offers the category.')
  declare isPublished: boolean;
}

@ObjectType('DeskSetup', { description: 'A desk with its numbers for admins.' })
export class DeskSetupType {
  @field(() => Int, 'Number of people who work at the desk.')
  declare clerkCount: number;

  @field(() => Int, 'Number of open reports at the desk.')
  declare openCount: number;

  @field(
    () => String,
    'Name of the deputy person, or the e-mail address if there is no name; null: the deputy is no person.',
    { nullable: true },
  )
  declare deputyName?: string | null;
}

@ObjectType('RoutingProblem', { description: 'A fault because of which a report could stay unnoticed.' })
export class RoutingProblemType {
  @field(() => RoutingFaultEnum, 'Kind of the fault.')
  declare fault: RoutingFault;

  @field(() => Int, 'Number of affected reports; null if the fault is not about reports.', { nullable: true })
  declare count?: number | null;
}

@ObjectType('RoutingHealth', { description: 'Faults in the routing of a town; for its admins.' })
export class RoutingHealthType {
  @field(() => [RoutingProblemType], 'Faults to correct; empty: none. At most 500.')
  declare problems: readonly RoutingProblemType[];

  @field(() => [DeskSetupType], 'All desks by name, with their numbers. At most 200.')
  declare desks: readonly DeskSetupType[];

  @field(() => Int, 'Number of open reports at desks without people, or without a desk.')
  declare stranded: number;
}

@ObjectType('TownRouting', { description: 'Routing of a town; for its admins.' })
export class TownRoutingType {
  @field(() => [DeskSetupType], 'All desks by name. At most 200.')
  declare desks: readonly DeskSetupType[];

  @field(() => [IssueRouteType], 'All routes, the oldest first. At most 200.')
  declare routes: readonly IssueRouteType[];
}

@InputType('CreateIssueRouteInput', { description: 'A new route; at least one condition.' })
export class CreateIssueRouteInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => ID, { nullable: true, description: 'Condition: only reports of this category.' })
  declare categoryId?: string | null;

  @field(() => IssueKindEnum, 'Condition: only reports of this kind.', { nullable: true })
  declare kind?: IssueKind | null;

  @Field(() => ID, { nullable: true, description: 'Condition: only reports in this area, or along this line.' })
  declare areaId?: string | null;

  @field(() => PlaceOwnerEnum, 'Condition: only places of this owner.', { nullable: true })
  declare owner?: PlaceOwner | null;

  @Field(() => ID, { description: 'The desk that receives matching reports.' })
  declare deskId: string;

  @field(() => String, 'Name of the body outside the town hall that is responsible, up to 120 characters.', {
    nullable: true,
  })
  declare forwardName?: string | null;

  @field(() => String, 'Address to which staff may forward a report by mail; requires forwardName.', { nullable: true })
  declare forwardEmail?: string | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@ObjectType()
export class IssueRoutePayloadType extends PayloadType {
  @field(() => IssueRouteType, 'The route; null once it is removed.', { nullable: true })
  declare route?: IssueRouteType | null;
}

@ObjectType()
export class DeskPayloadType extends PayloadType {
  @field(() => DeskType, 'The desk.', { nullable: true })
  declare desk?: DeskType | null;
}

@InputType('RemoveIssueRouteInput', { description: 'Input of removeIssueRoute.' })
export class RemoveIssueRouteInputType {
  @Field(() => ID, { description: 'The route.' })
  declare routeId: string;
}

@InputType('OpenDeskInput', { description: 'Input of openDesk.' })
export class OpenDeskInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => String, { description: 'Name as citizens know it, 2 to 60 characters.' })
  declare name: string;
}

@InputType('SetDeskDeputyInput', { description: 'Input of setDeskDeputy.' })
export class SetDeskDeputyInputType {
  @Field(() => ID, { description: 'The desk.' })
  declare deskId: string;

  @Field(() => ID, { nullable: true, description: 'Another desk as deputy; null: no desk.' })
  declare deputyDeskId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A clerk or admin of the town as deputy; null: no person.' })
  declare personId?: string | null;
}

@InputType('SetFallbackDeskInput', { description: 'Input of setFallbackDesk.' })
export class SetFallbackDeskInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => ID, { description: 'The fallback desk.' })
  declare deskId: string;
}
