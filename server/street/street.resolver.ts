import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import { GeoJSON } from '../kernel/scalars.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { StreetRow } from './street.entity.ts';
import {
  type FollowedStreet,
  followStreet,
  listOwnStreets,
  setReminder,
  unfollowStreet,
} from './street.follow.service.ts';
import { importStreets } from './street.import.service.ts';
import { proposeStreets } from './street.propose.service.ts';
import { countFollowers, listStreets } from './street.service.ts';
import {
  FollowedStreetsPayloadType,
  FollowedStreetType,
  FollowStreetInputType,
  ImportStreetsInputType,
  SetWasteReminderInputType,
  StreetConnectionType,
  StreetImportPayloadType,
  StreetProposalType,
  StreetType,
  UnfollowStreetInputType,
} from './street.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityStreetsResolver {
  @FieldResolver(() => StreetConnectionType, {
    nullable: true,
    description:
      'Streets of the town by name; `search` is the beginning of a name in any spelling ("Schulstr."), or a word.',
  })
  streets(
    @Root() municipality: MunicipalityRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('search', () => String, { nullable: true, description: 'Beginning of the name; null: all streets.' })
    search: string | null,
    @Ctx() ctx: Context,
  ): Promise<Connection<StreetRow>> {
    return listStreets(ctx, municipality, search, page);
  }

  @FieldResolver(() => [FollowedStreetType], {
    nullable: true,
    description: 'Streets of the town that the viewer follows, by name; at most 50. Null when signed out.',
  })
  viewerStreets(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<FollowedStreet[] | null> {
    return listOwnStreets(ctx, id);
  }
}

@Resolver(() => StreetType)
export class StreetResolver {
  @FieldResolver(() => Boolean, { description: 'Whether the course of the street is known.' })
  hasLine(@Root() { line }: StreetRow): boolean {
    return line != null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Number of people who follow the street, for the staff of the town; null: fewer than five, or not staff.',
  })
  followers(@Root() street: StreetRow, @Ctx() ctx: Context): Promise<number | null> {
    return countFollowers(ctx, street);
  }

  @Query(() => StreetProposalType, {
    nullable: true,
    description: 'Streets that a polygon proposes, for the staff of the town; refusals are in userErrors.',
  })
  proposeStreets(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) municipalityId: string,
    @Arg('polygon', () => GeoJSON, { description: 'GeoJSON Polygon or MultiPolygon of at most 500 points.' })
    polygon: object,
    @Ctx() ctx: Context,
  ): Promise<StreetProposalType> {
    return answer(() => proposeStreets(ctx, idOf('Municipality', municipalityId), polygon));
  }

  @mutation(
    StreetImportPayloadType,
    'Add streets from a list, from lines of areas, or from addresses; the same again changes nothing (admins of the town).',
  )
  importStreets(
    @Input(() => ImportStreetsInputType) { municipalityId, ...input }: ImportStreetsInputType,
    @Ctx() ctx: Context,
  ): Promise<StreetImportPayloadType> {
    return answer(async () => ({ outcome: await importStreets(ctx, idOf('Municipality', municipalityId), input) }));
  }

  @mutation(
    FollowedStreetsPayloadType,
    'Follow a street, to get messages of its disruptions, or change the house. Following is the consent to these messages.',
  )
  followStreet(
    @Input(() => FollowStreetInputType) { streetId, ...input }: FollowStreetInputType,
    @Ctx() ctx: Context,
  ): Promise<FollowedStreetsPayloadType> {
    return answer(async () => ({
      streets: await followStreet(ctx, { streetId: choiceOf('Street', streetId), ...input }),
    }));
  }

  @mutation(
    FollowedStreetsPayloadType,
    'Choose whether to be reminded of the bins of a followed street on the evening before. Choosing it is the consent to these messages.',
  )
  setWasteReminder(
    @Input(() => SetWasteReminderInputType) { streetId, ...wish }: SetWasteReminderInputType,
    @Ctx() ctx: Context,
  ): Promise<FollowedStreetsPayloadType> {
    return answer(async () => ({
      streets: await setReminder(ctx, { streetId: choiceOf('Street', streetId), ...wish }),
    }));
  }

  @mutation(FollowedStreetsPayloadType, 'No longer follow a street. Repeating the call changes nothing.')
  unfollowStreet(
    @Input(() => UnfollowStreetInputType) { streetId }: UnfollowStreetInputType,
    @Ctx() ctx: Context,
  ): Promise<FollowedStreetsPayloadType> {
    return answer(async () => ({ streets: await unfollowStreet(ctx, choiceOf('Street', streetId)) }));
  }
}
