import { useGeolocation } from '@vueuse/core';
import { computed } from 'vue';

/** Where the device is, followed while the page is open and only if wished. The position stays on the device. */
export function useHere() {
  const { coords, error, locatedAt, resume, pause } = useGeolocation({
    immediate: false,
    enableHighAccuracy: true,
    timeout: 15_000,
    maximumAge: 10_000,
  });
  const here = computed(() =>
    locatedAt.value === null ? null : { lat: coords.value.latitude, lon: coords.value.longitude },
  );
  const hasFailed = computed(() => error.value !== null && here.value === null);
  const follow = () => {
    pause();
    error.value = null;
    resume();
  };
  return { here, hasFailed, follow };
}
