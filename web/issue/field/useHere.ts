import { onScopeDispose, ref, shallowRef } from 'vue';

/** Where the device is, followed while the page is open and only if wished. It stays on the device: nothing of it is sent. */
export function useHere() {
  const here = shallowRef<{ lat: number; lon: number } | null>(null);
  const hasFailed = ref(false);
  let watching: number | undefined;
  const stop = () => {
    if (watching !== undefined) navigator.geolocation.clearWatch(watching);
    watching = undefined;
  };
  const follow = () => {
    stop();
    hasFailed.value = false;
    watching = navigator.geolocation.watchPosition(
      ({ coords }) => (here.value = { lat: coords.latitude, lon: coords.longitude }),
      () => (hasFailed.value = here.value === null),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 10_000 },
    );
  };
  onScopeDispose(stop);
  return { here, hasFailed, follow };
}
