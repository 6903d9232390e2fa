/** What the browser keeps for the next visit. Storage may be forbidden or full: then we forget, and nothing else breaks. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`ortsfunk.${key}`, value);
  } catch {
    // private windows refuse
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`ortsfunk.${key}`);
  } catch {
    return null;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`ortsfunk.${key}`);
  } catch {
    // nothing was kept
  }
}

/** What one person left here, like a text that was begun: keys that start with it are for nobody else at this browser. */
const mine = 'ortsfunk.mine.';

/** Whoever signs in finds what they left, and nothing that somebody else did. */
export async function claimMine(personId: string): Promise<void> {
  if (recall('mine.of') === personId) return;
  forgetTexts();
  remember('mine.of', personId);
  await within(({ forgetOthers }) => forgetOthers(personId));
}

/** On signing out nothing of it stays. */
export async function forgetMine(): Promise<void> {
  forgetTexts();
  await within(({ forgetAll }) => forgetAll());
}

function forgetTexts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(mine)) localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

/** Photos, answers and reports that wait lie in the database. */
async function within(work: (kept: Forgetting) => Promise<void>): Promise<void> {
  if (typeof indexedDB === 'undefined') return;
  await work(await import('../offline/forget.ts')).catch(() => undefined);
}

interface Forgetting {
  readonly forgetAll: () => Promise<void>;
  readonly forgetOthers: (personId: string) => Promise<void>;
}
