/** Stores a value for the next visit. If storage is forbidden or full, nothing is stored and nothing else breaks. */
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
    // nothing was stored
  }
}

/** Prefix of keys with data of one person, such as a draft, which nobody else at this browser may see. */
const mine = 'ortsfunk.mine.';

/** Prefix of keys with what a visitor without an account entered; a sign-in takes it over, signing out deletes it. */
const visitors = 'ortsfunk.visitor.';

/** Call it after signing in: deletes the data of any other person. */
export async function claimMine(personId: string): Promise<void> {
  if (recall('mine.of') === personId) return;
  forgetTexts(mine);
  remember('mine.of', personId);
  await within(({ forgetOthers }) => forgetOthers(personId));
}

/** Whether this browser keeps data of a person who signed in. */
export function hasMine(): boolean {
  return recall('mine.of') !== null;
}

/** Call it after signing out: deletes all personal data. */
export async function forgetMine(): Promise<void> {
  forgetTexts(mine);
  forgetTexts(visitors);
  await within(({ forgetAll }) => forgetAll());
}

function forgetTexts(prefix: string): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // nothing was stored
  }
}

/** Runs work on the database, which holds photos, answers and waiting reports. */
async function within(work: (kept: Forgetting) => Promise<void>): Promise<void> {
  if (typeof indexedDB === 'undefined') return;
  await work(await import('../offline/forget.ts')).catch(() => undefined);
}

interface Forgetting {
  readonly forgetAll: () => Promise<void>;
  readonly forgetOthers: (personId: string) => Promise<void>;
}
