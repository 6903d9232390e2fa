import { computed, ref, watch, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useFormat } from '../shared/format.ts';
import { isInside, type Point, rounded, wayFrom } from './geometry.ts';
import type { MapTown } from './townMap.ts';

/**
 * A pin that cannot leave the town, and its place in words. A move to the outside is refused; a place from another
 * source (device, photo, typed degrees) outside the town becomes the middle of the town.
 */
export function useTownPin(town: Ref<MapTown | null>, point: Ref<Point | null>) {
  const { t } = useI18n();
  const { number } = useFormat();
  const refused = ref<'wish' | 'place' | null>(null);
  let fallback: Point | null = null;

  const wish = ({ lat, lon }: Point) => {
    const wanted = { lat: rounded(lat), lon: rounded(lon) };
    const isRefused = town.value !== null && !isInside(town.value.boundary, wanted);
    refused.value = isRefused ? 'wish' : null;
    if (!isRefused) point.value = wanted;
  };
  watch(
    [point, town],
    ([place, around]) => {
      if (isSame(place, fallback)) return;
      fallback = place && around && isElsewhere(around, place) ? roundedPoint(around.centre) : null;
      if (fallback || refused.value === 'place') refused.value = fallback && 'place';
      if (fallback) point.value = fallback;
    },
    { immediate: true },
  );

  const words = computed(() => {
    if (!town.value) return '';
    const { name, centre } = town.value;
    if (refused.value === 'place') return t('pin.elsewhere', { town: name });
    if (refused.value === 'wish') return t(point.value ? 'pin.stays' : 'pin.outside', { town: name });
    if (!point.value) return t('pin.none');
    const { metres, direction } = wayFrom(centre, point.value);
    if (metres < 30) return t('pin.centre', { town: name });
    const way =
      metres < 1000 ? t('pin.metres', { n: number(metres) }) : t('pin.kilometres', { n: number(metres / 1000) });
    return t('pin.at', { way, direction: t(`pin.direction.${direction}`), town: name });
  });
  return { wish, words };
}

/**
 * Whether the place is outside the town. Degrees are typed one after the other, so a place with a zero is incomplete.
 */
function isElsewhere({ boundary }: MapTown, place: Point): boolean {
  return place.lat !== 0 && place.lon !== 0 && !isInside(boundary, place);
}

function isSame(one: Point | null, other: Point | null): boolean {
  return one !== null && other !== null && one.lat === other.lat && one.lon === other.lon;
}

function roundedPoint({ lat, lon }: Point): Point {
  return { lat: rounded(lat), lon: rounded(lon) };
}
