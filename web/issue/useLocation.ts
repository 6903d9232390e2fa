import { ref } from 'vue';

/** Where the device is, asked for once and only on a click. */
export function useLocation(onFound: (point: { lat: number; lon: number }) => void) {
  const isLocating = ref(false);
  const hasFailed = ref(false);
  const locate = () => {
    hasFailed.value = false;
    isLocating.value = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        isLocating.value = false;
        onFound({ lat: round(coords.latitude), lon: round(coords.longitude) });
      },
      () => {
        isLocating.value = false;
        hasFailed.value = true;
      },
      { enableHighAccuracy: true, timeout: 10_000 },
    );
  };
  return { locate, isLocating, hasFailed };
}

/** Six decimals are about 10 cm. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
