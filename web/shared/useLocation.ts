import { ref } from 'vue';

/** Where the device is: on a click, or where that was allowed before. */
export function useLocation(onFound: (point: { lat: number; lon: number }) => void) {
  const isLocating = ref(false);
  const hasFailed = ref(false);
  let turn = 0;
  const locate = () => {
    const own = ++turn;
    hasFailed.value = false;
    isLocating.value = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        if (own !== turn) return;
        isLocating.value = false;
        onFound({ lat: round(coords.latitude), lon: round(coords.longitude) });
      },
      () => {
        if (own !== turn) return;
        isLocating.value = false;
        hasFailed.value = true;
      },
      { enableHighAccuracy: true, timeout: 10_000 },
    );
  };
  /** Whoever says it otherwise waits no longer: a late answer changes nothing. */
  const giveUp = () => {
    turn++;
    isLocating.value = false;
  };
  return { locate, giveUp, isLocating, hasFailed };
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
