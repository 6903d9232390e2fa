import { ref } from 'vue';

/** Position of the device: on a click, or at once where it was permitted before. */
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
  /** Stops waiting because the place was given otherwise; a late answer is ignored. */
  const giveUp = () => {
    turn++;
    isLocating.value = false;
  };
  return { locate, giveUp, isLocating, hasFailed };
}

/** Whether the browser returns the position without asking the visitor. */
export async function isLocationAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'geolocation' })).state === 'granted';
  } catch {
    return false; // some browsers cannot answer
  }
}

/** Rounds to six decimals, about 10 cm. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
