import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Viewer } from '../../identity/identity.person.service.ts';
import { ViewerType } from '../../identity/identity.types.ts';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import {
  listEmergencies,
  readEmergenciesByLink,
  setEmergencies,
  setEmergenciesByLink,
  type TownEmergencies,
} from './alert.emergency.service.ts';
import {
  SetEmergenciesByLinkInputType,
  SetEmergenciesInputType,
  TownEmergenciesPayloadType,
  TownEmergenciesType,
} from './alert.emergency.types.ts';

@Resolver(() => ViewerType)
export class EmergencyResolver {
  @FieldResolver(() => [TownEmergenciesType], {
    complexity: 20, // three statements, one of which asks eight tables
    description:
      'Towns to which something ties the viewer, or whose emergencies the viewer has ended, by name; at most 100.',
  })
  emergencies(@Root() { id }: Viewer, @Ctx() ctx: Context): Promise<TownEmergencies[]> {
    return listEmergencies(ctx, id);
  }

  @Query(() => TownEmergenciesType, {
    nullable: true,
    complexity: 20, // three statements, one of which asks eight tables
    description:
      'Whether a recipient without an account gets the emergencies of its town, by the link of its mails. Errors: NOT_FOUND for links that are forged, revoked or of another town.',
  })
  emergenciesByLink(
    @Arg('token', () => String, { description: 'Part of the link that follows #.' }) token: string,
    @Arg('municipalityId', () => ID, { description: 'The town of the link.' }) municipalityId: string,
    @Ctx() ctx: Context,
  ): Promise<TownEmergencies> {
    return readEmergenciesByLink(ctx, token, idOf('Municipality', municipalityId));
  }

  @mutation(
    TownEmergenciesPayloadType,
    "End the emergencies and other warnings of a town for the viewer, or get them again. Warnings are sent to everybody with a tie to the town; ending them is the viewer's objection.",
  )
  setEmergencies(
    @Input(() => SetEmergenciesInputType) { municipalityId, isOn }: SetEmergenciesInputType,
    @Ctx() ctx: Context,
  ): Promise<TownEmergenciesPayloadType> {
    const id = idOf('Municipality', municipalityId);
    return answer(async () => ({ emergencies: await setEmergencies(ctx, id, isOn) }));
  }

  @mutation(
    TownEmergenciesPayloadType,
    'End the emergencies and other warnings of the town, or get them again, by the link of a mail.',
  )
  setEmergenciesByLink(
    @Input(() => SetEmergenciesByLinkInputType) { token, isOn }: SetEmergenciesByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<TownEmergenciesPayloadType> {
    return answer(async () => ({ emergencies: await setEmergenciesByLink(ctx, token, isOn) }));
  }
}
