import { useGeolocation } from '@vueuse/core';
import { computed } from 'vue';

/** Position of the device, followed on request while the page is open. It stays on the device. */
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
