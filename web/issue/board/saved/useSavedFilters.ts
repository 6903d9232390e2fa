import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import {
  RemoveFilterDocument,
  RenameFilterDocument,
  SavedFiltersDocument,
  SaveFilterDocument,
  type SavedFilterPartsFragment,
} from '../../../gql/graphql.ts';
import { useErrorTexts } from '../../../shared/errors.ts';
import { newIdempotencyKey } from '../../../shared/idempotency.ts';
import { useSend } from '../../../shared/useSend.ts';
import { showToast, showWithAct } from '../../../ui/toast.ts';

interface Saving {
  readonly name: string;
  readonly query: string;
}

/** Filters that the viewer has saved in the town, read when `isWanted` becomes true. */
export function useSavedFilters(town: () => { id: string; ags: string } | null, isWanted: () => boolean) {
  const { t } = useI18n();
  const { failureOf, textOf } = useErrorTexts();
  const { result, error, refetch } = useQuery(
    SavedFiltersDocument,
    () => ({ ags: town()?.ags ?? '' }),
    () => ({ enabled: isWanted() && town() !== null, fetchPolicy: 'cache-and-network' }),
  );
  const saving = useSend(SaveFilterDocument, (data) => data.saveFilter);
  const renaming = useSend(RenameFilterDocument, (data) => data.renameFilter);
  const removing = useSend(RemoveFilterDocument, (data) => data.removeFilter);
  const list = computed(() => result.value?.municipality?.savedFilters);
  const sends = [saving, renaming, removing];
  let attempt: { saved: string; key: string } | null = null;

  const save = async ({ name, query }: Saving): Promise<boolean> => {
    const saved = JSON.stringify([name, query]);
    if (attempt?.saved !== saved) attempt = { saved, key: newIdempotencyKey() };
    const input = { municipalityId: town()?.id ?? '', name, query, idempotencyKey: attempt.key };
    const done = await saving.send({ input });
    if (!done) return false;
    attempt = null;
    await refetch();
    return true;
  };
  const bringBack = async (filter: Saving) => {
    if (await save(filter)) showToast(t('savedFilter.back', { name: filter.name }));
    else showToast(errorText() || t('savedFilter.lost', { name: filter.name }), 'danger');
  };
  const errorText = () => {
    const code = sends.flatMap(({ userErrors }) => userErrors.value)[0]?.code;
    return code ? textOf(code) : '';
  };
  return {
    filters: computed(() => list.value ?? []),
    isKnown: computed(() => list.value != null),
    failure: computed(() => (error.value && !list.value ? failureOf(error.value) : null)),
    sendFailure: computed(() => sends.find(({ failure }) => failure.value)?.failure.value ?? null),
    error: computed(errorText),
    busy: computed(() => sends.some(({ busy }) => busy.value)),
    retry: () => void refetch(),
    save,
    rename: async (id: string, name: string): Promise<boolean> => {
      const done = await renaming.send({ id, name });
      if (done) await refetch();
      return done !== null;
    },
    /** Deletes the filter; for ten seconds it can be brought back. */
    remove: async (filter: SavedFilterPartsFragment): Promise<boolean> => {
      if (!(await removing.send({ id: filter.id }))) return false;
      await refetch();
      const undo = { label: t('board.undo'), run: () => void bringBack(filter) };
      showWithAct(t('savedFilter.removed', { name: filter.name }), undo);
      return true;
    },
  };
}
