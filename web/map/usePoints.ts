import type { GeoJSONSource, MapLibreMap } from 'maplibre-gl';
import { watch, type Ref } from 'vue';
import { chosenOf, type MapPoint, othersThan } from './points.ts';

/** Keeps the pins of the map up to date, and sets `chosenId` when one is clicked. */
export function usePoints(map: MapLibreMap, points: () => readonly MapPoint[], chosenId: Ref<string | null>): void {
  watch([points, chosenId], () => {
    setData(map, 'points', othersThan(points(), chosenId.value));
    setData(map, 'chosen', chosenOf(points(), chosenId.value));
  });
  watch(chosenId, (id) => {
    const point = points().find((one) => one.id === id);
    if (point) map.easeTo({ center: [point.lon, point.lat], zoom: Math.max(map.getZoom(), 14.5) });
  });
  map.on('click', 'points', ({ features }) => {
    const id: unknown = features?.[0]?.properties.id;
    if (typeof id === 'string') chosenId.value = id;
  });
  map.on('click', 'heaps', async ({ features, lngLat }) => {
    const source = map.getSource('points');
    const heap: unknown = features?.[0]?.properties.cluster_id;
    if (!isGeoJson(source) || typeof heap !== 'number') return;
    map.easeTo({ center: lngLat, zoom: await source.getClusterExpansionZoom(heap) });
  });
  for (const layer of ['points', 'heaps']) {
    map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'));
    map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''));
  }
}

function setData(map: MapLibreMap, id: string, data: ReturnType<typeof chosenOf>): void {
  const source = map.getSource(id);
  if (isGeoJson(source)) source.setData(data);
}

function isGeoJson(source: ReturnType<MapLibreMap['getSource']>): source is GeoJSONSource {
  return source?.type === 'geojson';
}
