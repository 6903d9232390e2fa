import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import type { Module } from '../kernel/names.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import { GeoJSON } from '../kernel/scalars.ts';
import type { Boundary, MunicipalityRow } from './municipality.entity.ts';
import { boundaryOf, findMunicipality, listDesks, listMunicipalities, setModules } from './municipality.service.ts';
import {
  DeskType,
  ModuleEnum,
  MunicipalityConnectionType,
  MunicipalityPayloadType,
  MunicipalityType,
  PointType,
  SetModulesInputType,
} from './municipality.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityResolver {
  @Query(() => MunicipalityType, {
    nullable: true,
    description: 'A municipality by its official key. Error NOT_FOUND.',
  })
  municipality(
    @Arg('ags', () => String, { description: 'Amtlicher Gemeindeschlüssel, 8 digits.' }) ags: string,
    @Ctx() ctx: Context,
  ): Promise<MunicipalityType> {
    return findMunicipality(ctx, ags);
  }

  @Query(() => MunicipalityConnectionType, {
    nullable: true,
    description: 'Municipalities, those on the platform first, then by name.',
  })
  municipalities(
    @Arg('search', () => String, {
      nullable: true,
      description: 'Beginning of the name, key or postcode; if nothing begins so, a name with typing mistakes.',
    })
    search: string | null,
    @Arg('onPlatform', () => Boolean, {
      nullable: true,
      description: 'True: only municipalities on the platform; false: only the others; null: all.',
    })
    onPlatform: boolean | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<MunicipalityType>> {
    return listMunicipalities(ctx, { search, onPlatform }, page);
  }

  @mutation(
    MunicipalityPayloadType,
    'Switch exactly these modules on and all others off, at once for everybody (admins of the town).',
  )
  setModules(
    @Input(() => SetModulesInputType) { municipalityId, modules }: SetModulesInputType,
    @Ctx() ctx: Context,
  ): Promise<MunicipalityPayloadType> {
    return answer(async () => ({
      municipality: await setModules(ctx, idOf('Municipality', municipalityId), modules),
    }));
  }

  @FieldResolver(() => PointType, { description: 'The centre of the municipality.' })
  centre(@Root() { lat, lon }: MunicipalityRow): PointType {
    return { lat, lon };
  }

  @FieldResolver(() => GeoJSON, {
    complexity: 20,
    description: 'Area of the municipality as a MultiPolygon. © GeoBasis-DE / BKG, simplified.',
  })
  boundary(
    @Root() municipality: MunicipalityRow & { readonly boundary?: Boundary },
    @Ctx() ctx: Context,
  ): Boundary | Promise<Boundary> {
    return municipality.boundary ?? boundaryOf(ctx, municipality); // the list of neighbours loads all boundaries at once
  }

  @FieldResolver(() => [ModuleEnum], { description: 'Modules that are switched on.' })
  modules(@Root() municipality: MunicipalityRow): Module[] {
    return municipality.modules;
  }

  @FieldResolver(() => [DeskType], { description: 'Desks of the town hall by name. At most 200.' })
  desks(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<DeskType[]> {
    return listDesks(ctx, municipality.id);
  }
}
