import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import { listFilters, removeFilter, renameFilter, saveFilter } from './issue.saved.service.ts';
import {
  RemoveFilterInputType,
  RemoveFilterPayloadType,
  RenameFilterInputType,
  SavedFilterPayloadType,
  SavedFilterType,
  SaveFilterInputType,
} from './issue.saved.types.ts';

@Resolver(() => MunicipalityType)
export class SavedFilterResolver {
  @FieldResolver(() => [SavedFilterType], {
    nullable: true,
    description:
      'Filters of the board that the viewer has saved, by name; for clerks and admins of the town. At most 20.',
  })
  savedFilters(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<SavedFilterType[]> {
    return listFilters(ctx, id);
  }

  @mutation(SavedFilterPayloadType, 'Save a filter of the board for the viewer (clerks and admins of the town).')
  saveFilter(
    @Input(() => SaveFilterInputType) input: SaveFilterInputType,
    @Ctx() ctx: Context,
  ): Promise<SavedFilterPayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ savedFilter: await saveFilter(ctx, { ...input, municipalityId }) }));
  }

  @mutation(SavedFilterPayloadType, 'Rename a saved filter (its owner).')
  renameFilter(
    @Input(() => RenameFilterInputType) { id, name }: RenameFilterInputType,
    @Ctx() ctx: Context,
  ): Promise<SavedFilterPayloadType> {
    return answer(async () => ({ savedFilter: await renameFilter(ctx, idOf('SavedFilter', id), name) }));
  }

  @mutation(RemoveFilterPayloadType, 'Delete a saved filter (its owner).')
  removeFilter(
    @Input(() => RemoveFilterInputType) { id }: RemoveFilterInputType,
    @Ctx() ctx: Context,
  ): Promise<RemoveFilterPayloadType> {
    return answer(async () => {
      await removeFilter(ctx, idOf('SavedFilter', id));
      return { removedId: id };
    });
  }
}
