/**
 * Stores a claim code that was typed or came with a link, for this tab only, so that it does not stay on a shared
 * computer. Codes of reports that were sent from this device are in deviceReports.ts.
 */
export function keepClaimCode(reference: string, code: string): void {
  try {
    sessionStorage.setItem(key(reference), code);
  } catch {
    // without storage the person types the code
  }
}

export function keptClaimCode(reference: string): string | null {
  try {
    return sessionStorage.getItem(key(reference));
  } catch {
    return null;
  }
}

export function forgetClaimCode(reference: string): void {
  try {
    sessionStorage.removeItem(key(reference));
  } catch {
    // nothing was stored
  }
}

/** Claim code behind the '#' of a link in a mail; null: none. */
export function claimCodeIn(hash: string): string | null {
  return /^#([A-Z2-9]{5}-[A-Z2-9]{5})$/i.exec(hash)?.[1] ?? null;
}

function key(reference: string): string {
  return `ortsfunk.claim.${reference}`;
}
