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

const RoutingReasonEnum = enumOf('RoutingReason', 'Why a report goes to its desk.', {
  CONFIDENTIAL: "A complaint about people: its category's desk and no other.",
  ROUTE: 'A route for this matter or this place says so; the most exact one does.',
  CATEGORY: "It is its category's desk.",
  FALLBACK: 'Nothing else fits.',
});

const RoutingFaultEnum = enumOf('RoutingFault', 'By what a report could end where nobody looks.', {
  NO_FALLBACK_DESK: 'The town has no desk for what fits nowhere.',
  CATEGORY_WITHOUT_DESK: 'Nobody looks after a category.',
  DESK_WITHOUT_DEPUTY: 'Nobody stands in for a desk that reports go to.',
  DESK_WITHOUT_PEOPLE: 'Nobody works at a desk that reports go to.',
  REPORTS_WITHOUT_PEOPLE: 'Open reports lie at a desk where nobody works.',
  REPORTS_WITHOUT_DESK: 'Open reports lie at no desk.',
  ROUTE_TO_NOBODY: 'A route leads to a desk without people and without a deputy.',
  ROUTE_NEVER_MATCHES: 'A route is for a category that is not offered, or for an area outside the town.',
  AREAS_OVERLAP: 'Two areas share a part, and it is not clear whose it is.',
  AREA_OUTSIDE_TOWN: 'No part of an area lies in the town.',
});

@ObjectType('IssueRoute', {
  implements: NodeType,
  description: 'Reports that fit go to this desk; what is null is no condition.',
})
export class IssueRouteType {
  declare id: string;

  @field(() => IssueKindEnum, 'Only of this kind.', { nullable: true })
  declare kind?: IssueKind | null;

  @field(() => PlaceOwnerEnum, 'Only where this one looks after the place.', { nullable: true })
  declare owner?: PlaceOwner | null;

  @field(() => String, 'Whom outside the town hall it concerns.', { nullable: true })
  declare forwardName?: string | null;

  @field(() => String, 'Where staff may pass it on by mail.', { nullable: true })
  declare forwardEmail?: string | null;
}

@ObjectType('IssueRouting', { description: 'To whom a report goes, and why.' })
export class IssueRoutingType {
  @field(() => RoutingReasonEnum, 'Why.')
  declare reason: RoutingReason;
}

@ObjectType('CategorySetup', { description: 'A category as those who run the town set it up.' })
export class CategorySetupType {
  @field(() => IssueCategoryType, 'The category.')
  declare category: IssueCategoryType;

  @field(() => Boolean, 'It is offered to whoever reports.')
  declare isPublished: boolean;
}

@ObjectType('DeskSetup', { description: 'A desk as those who run the town look at it.' })
export class DeskSetupType {
  @field(() => Int, 'How many people work there.')
  declare clerkCount: number;

  @field(() => Int, 'Reports there that are not ended.')
  declare openCount: number;

  @field(() => String, 'Who of the town hall stands in by name, or by address if there is none.', { nullable: true })
  declare deputyName?: string | null;
}

@ObjectType('RoutingProblem', { description: 'One thing by which a report could end where nobody looks.' })
export class RoutingProblemType {
  @field(() => RoutingFaultEnum, 'What it is.')
  declare fault: RoutingFault;

  @field(() => Int, 'How many reports it concerns.', { nullable: true })
  declare count?: number | null;
}

@ObjectType('RoutingHealth', { description: 'Whether every report reaches somebody; for those who run the town.' })
export class RoutingHealthType {
  @field(() => [RoutingProblemType], 'What must be mended; empty: nothing. At most 500.')
  declare problems: readonly RoutingProblemType[];

  @field(() => [DeskSetupType], 'All desks by name, with what lies there. At most 200.')
  declare desks: readonly DeskSetupType[];

  @field(() => Int, 'Open reports at desks where nobody works, or at none.')
  declare stranded: number;
}

@ObjectType('TownRouting', { description: 'Who gets what in a town; for those who run it.' })
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

  @Field(() => ID, { nullable: true, description: 'Only of this category.' })
  declare categoryId?: string | null;

  @field(() => IssueKindEnum, 'Only of this kind.', { nullable: true })
  declare kind?: IssueKind | null;

  @Field(() => ID, { nullable: true, description: 'Only in this area, or along this line.' })
  declare areaId?: string | null;

  @field(() => PlaceOwnerEnum, 'Only where this one looks after the place.', { nullable: true })
  declare owner?: PlaceOwner | null;

  @Field(() => ID, { description: 'The desk.' })
  declare deskId: string;

  @field(() => String, 'Whom outside the town hall it concerns, up to 120 characters.', { nullable: true })
  declare forwardName?: string | null;

  @field(() => String, 'Where staff may pass it on by mail.', { nullable: true })
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

  @Field(() => String, { description: 'As citizens know it, 2 to 60 characters.' })
  declare name: string;
}

@InputType('SetDeskDeputyInput', { description: 'Input of setDeskDeputy.' })
export class SetDeskDeputyInputType {
  @Field(() => ID, { description: 'The desk.' })
  declare deskId: string;

  @Field(() => ID, { nullable: true, description: 'Another desk.' })
  declare deputyDeskId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A clerk or admin of the town.' })
  declare personId?: string | null;
}

@InputType('SetFallbackDeskInput', { description: 'Input of setFallbackDesk.' })
export class SetFallbackDeskInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => ID, { description: 'The desk.' })
  declare deskId: string;
}
