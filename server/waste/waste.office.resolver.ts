import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { listCost } from '../kernel/cost.ts';
import { choiceOf, idOf, toGlobalId } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { requireFound } from '../kernel/nodes.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { streetById } from '../street/street.service.ts';
import { StreetType } from '../street/street.types.ts';
import type { WasteDistrictRow, WasteDistrictStreetRow, WasteImport } from './waste.entity.ts';
import { applyImport, discardImport, listImports, mostImports, preview } from './waste.import.service.ts';
import {
  ApplyWasteImportInputType,
  DiscardWasteImportInputType,
  WasteImportPayloadType,
  WasteImportType,
  WasteLabelInputType,
  WastePreviewType,
} from './waste.import.types.ts';
import {
  DeletedWasteDistrictPayloadType,
  DeletedWasteKindPayloadType,
  DeleteWasteDistrictInputType,
  DeleteWasteKindInputType,
  SetWasteDistrictInputType,
  SetWasteKindInputType,
  WasteDistrictPayloadType,
  WasteKindPayloadType,
} from './waste.input.types.ts';
import { addressOf, districtById, spansOf } from './waste.reading.service.ts';
import { mostSpans } from './waste.rules.ts';
import { deleteDistrict, deleteKind, setDistrict, setKind } from './waste.settings.service.ts';
import { viewPreview } from './waste.preview.view.ts';
import { WasteAddressType, WasteDistrictStreetType, WasteDistrictType } from './waste.types.ts';
import type { LabelChoice } from './waste.preview.service.ts';

function choicesOf(choices: readonly WasteLabelInputType[]): LabelChoice[] {
  return choices.slice(0, 500).map(({ label, kindIds }) => ({
    label,
    kindIds: kindIds.map((id) => choiceOf('WasteKind', id)),
  }));
}

@Resolver(() => MunicipalityType)
export class MunicipalityWasteOfficeResolver {
  @FieldResolver(() => [WasteImportType], {
    nullable: true,
    complexity: listCost(5, 1),
    description: `Calendars that wait for a decision, the newest first; for the editors and admins of the town. At most ${mostImports}.`,
  })
  wasteImports(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<WasteImport[]> {
    return listImports(ctx, id);
  }

  @mutation(WasteKindPayloadType, 'Add or change a kind of waste (editors and admins of the town).')
  setWasteKind(
    @Input(() => SetWasteKindInputType) { municipalityId, kindId, ...input }: SetWasteKindInputType,
    @Ctx() ctx: Context,
  ): Promise<WasteKindPayloadType> {
    const known = kindId == null ? null : choiceOf('WasteKind', kindId);
    const town = idOf('Municipality', municipalityId);
    return answer(async () => ({
      kind: await setKind(ctx, { ...input, municipalityId: town, kindId: known }),
    }));
  }

  @mutation(DeletedWasteKindPayloadType, 'Delete a kind of waste without dates (editors and admins of the town).')
  deleteWasteKind(
    @Input(() => DeleteWasteKindInputType) { kindId }: DeleteWasteKindInputType,
    @Ctx() ctx: Context,
  ): Promise<DeletedWasteKindPayloadType> {
    const id = idOf('WasteKind', kindId);
    return answer(async () => {
      await deleteKind(ctx, id);
      return { deletedId: toGlobalId('WasteKind', id) };
    });
  }

  @mutation(
    WasteDistrictPayloadType,
    'Add or change a district of the waste calendar with its streets (editors and admins of the town).',
  )
  setWasteDistrict(
    @Input(() => SetWasteDistrictInputType) input: SetWasteDistrictInputType,
    @Ctx() ctx: Context,
  ): Promise<WasteDistrictPayloadType> {
    const { name, address = null, districtId, streets } = input;
    const municipalityId = idOf('Municipality', input.municipalityId);
    const spans = streets?.map(({ streetId, fromNumber = null, toNumber = null, side }) => ({
      streetId: choiceOf('Street', streetId),
      fromNumber,
      toNumber,
      side,
    }));
    const known = districtId == null ? null : choiceOf('WasteDistrict', districtId);
    return answer(async () => ({
      district: await setDistrict(ctx, {
        municipalityId,
        districtId: known,
        name,
        streets: spans ?? null,
        address,
      }),
    }));
  }

  @mutation(
    DeletedWasteDistrictPayloadType,
    'Delete a district of the waste calendar with its dates (editors and admins of the town).',
  )
  deleteWasteDistrict(
    @Input(() => DeleteWasteDistrictInputType) { districtId }: DeleteWasteDistrictInputType,
    @Ctx() ctx: Context,
  ): Promise<DeletedWasteDistrictPayloadType> {
    const id = idOf('WasteDistrict', districtId);
    return answer(async () => {
      await deleteDistrict(ctx, id);
      return { deletedId: toGlobalId('WasteDistrict', id) };
    });
  }

  @mutation(
    WasteImportPayloadType,
    'Take over the dates of a calendar as its preview shows, and remember what its words mean (editors and admins of the town).',
  )
  applyWasteImport(
    @Input(() => ApplyWasteImportInputType) input: ApplyWasteImportInputType,
    @Ctx() ctx: Context,
  ): Promise<WasteImportPayloadType> {
    const { importId, choices, ...wanted } = input;
    const id = idOf('WasteImport', importId);
    return answer(async () => ({
      import: await applyImport(ctx, { ...wanted, importId: id, choices: choicesOf(choices) }),
    }));
  }

  @mutation(WasteImportPayloadType, 'Discard a calendar that waits for a decision (editors and admins of the town).')
  discardWasteImport(
    @Input(() => DiscardWasteImportInputType) { importId }: DiscardWasteImportInputType,
    @Ctx() ctx: Context,
  ): Promise<WasteImportPayloadType> {
    const id = idOf('WasteImport', importId);
    return answer(async () => ({ import: await discardImport(ctx, id) }));
  }
}

@Resolver(() => WasteDistrictType)
export class WasteDistrictResolver {
  @FieldResolver(() => [WasteDistrictStreetType], {
    complexity: listCost(50, 2),
    description: `Streets and ranges of houses of the district, in the order in which they were entered. At most ${mostSpans}.`,
  })
  streets(@Root() { id }: WasteDistrictRow, @Ctx() ctx: Context): Promise<WasteDistrictStreetRow[]> {
    return spansOf(ctx, id);
  }

  @FieldResolver(() => Int, { description: 'Number of its streets and ranges of houses.' })
  async streetCount(@Root() { id }: WasteDistrictRow, @Ctx() ctx: Context): Promise<number> {
    return (await spansOf(ctx, id)).length;
  }

  @FieldResolver(() => WasteAddressType, {
    nullable: true,
    description: 'Address that is read weekly; null: there is none, or the viewer is no editor or admin of the town.',
  })
  address(@Root() district: WasteDistrictRow, @Ctx() ctx: Context): WasteAddressType | null {
    return addressOf(ctx, district);
  }
}

@Resolver(() => WasteDistrictStreetType)
export class WasteDistrictStreetResolver {
  @FieldResolver(() => StreetType, { description: 'The street.' })
  street(@Root() { street }: WasteDistrictStreetRow, @Ctx() ctx: Context): Promise<StreetType> {
    return requireFound(streetById(ctx, street.id));
  }
}

@Resolver(() => WasteImportType)
export class WasteImportResolver {
  @FieldResolver(() => WasteDistrictType, {
    nullable: true,
    description: 'District of a calendar that names none; null: the calendar names the districts.',
  })
  async district(@Root() made: WasteImport, @Ctx() ctx: Context): Promise<WasteDistrictType | null> {
    return made.district == null ? null : await districtById(ctx, made.district.id);
  }

  @FieldResolver(() => WastePreviewType, {
    nullable: true,
    complexity: listCost(1, 90),
    description: 'Effects of the import; null after the decision. UNKNOWN_KIND for a kind that the town does not have.',
  })
  async preview(
    @Root() made: WasteImport,
    @Arg('choices', () => [WasteLabelInputType], {
      nullable: true,
      description: 'Assignments beside the remembered ones; null: none. At most 100.',
    })
    choices: readonly WasteLabelInputType[] | null,
    @Ctx() ctx: Context,
  ): Promise<WastePreviewType | null> {
    const found = await preview(ctx, made, choicesOf(choices ?? []));
    return found === null ? null : viewPreview(ctx, found);
  }
}
