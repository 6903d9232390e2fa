import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useErrorTexts } from '../../shared/errors.ts';
import { SetTownMapDocument, TownMapDocument, type BoundsInput, type MapSource } from '../../gql/graphql.ts';
import { useTown } from '../useTown.ts';
import { useSend } from '../../shared/useSend.ts';

/** Sources of the map. INSTALLATION: the operator's setting. */
export const choices = ['INSTALLATION', 'OUTLINE', 'STYLE', 'PMTILES'] as const;
export const sides = ['west', 'south', 'east', 'north'] as const;

/** State of the form of the map settings. */
export function useMapSettings() {
  const { ags, town } = useTown();
  const { byField } = useErrorTexts();
  const { result } = useQuery(TownMapDocument, () => ({ ags: ags.value }), { fetchPolicy: 'cache-first' });
  const { send, busy, failure, userErrors } = useSend(SetTownMapDocument, (data) => data.setTownMap);
  const settings = computed(() => result.value?.municipality?.map ?? null);
  const draft = reactive({ choice: 'INSTALLATION', url: '', attribution: '', isBounded: false, bounds: noBounds() });
  const route = useRoute();
  const router = useRouter();
  watch(
    settings,
    (now) => {
      if (!now) return;
      draft.choice = now.isOwn ? now.source : 'INSTALLATION';
      if (!now.isOwn) return;
      Object.assign(draft, { url: now.url ?? '', attribution: now.attribution ?? '' });
      Object.assign(draft, { isBounded: now.bounds !== null, bounds: { ...noBounds(), ...now.bounds } });
    },
    { immediate: true },
  );

  const save = async () => {
    if (!town.value) return;
    const source = sourceOf(draft.choice);
    const isElsewhere = source === 'STYLE' || source === 'PMTILES';
    const address = isElsewhere ? { url: draft.url.trim(), attribution: draft.attribution.trim() } : {};
    const bounds = source && draft.isBounded ? numbersOf(draft.bounds) : null;
    const saved = await send({ input: { municipalityId: town.value.id, source, ...address, bounds } });
    // The content policy permits another host only after the page is loaded again.
    if (saved) window.location.assign(router.resolve({ query: { saved: null } }).href);
  };
  const isSaved = computed(() => 'saved' in route.query);
  return { draft, settings, save, isSaved, busy, failure, errors: computed(() => byField(userErrors.value)) };
}

function sourceOf(choice: string): MapSource | null {
  return choice === 'OUTLINE' || choice === 'STYLE' || choice === 'PMTILES' ? choice : null;
}

type Typed = Record<(typeof sides)[number], string | number>;

function noBounds(): Typed {
  return { west: '', south: '', east: '', north: '' };
}

function numbersOf({ west, south, east, north }: Typed): BoundsInput {
  return { west: Number(west), south: Number(south), east: Number(east), north: Number(north) };
}
