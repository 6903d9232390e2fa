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
