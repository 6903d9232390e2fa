import { ref } from 'vue';

/** Where the device is: on a click, or where that was allowed before. */
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

/** Whether the browser would tell without asking. */
export async function isLocationAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'geolocation' })).state === 'granted';
  } catch {
    return false; // some browsers do not tell
  }
}

/** Six decimals are about 10 cm. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
