/** Claim codes of reports made without an account, kept for this tab only: on a shared computer they go with it. */
export function keepClaimCode(reference: string, code: string): void {
  try {
    sessionStorage.setItem(key(reference), code);
  } catch {
    // then the person types it in
  }
}

export function keptClaimCode(reference: string): string | null {
  try {
    return sessionStorage.getItem(key(reference));
  } catch {
    return null;
  }
}

/** The code behind the '#' of a link in a mail. */
export function claimCodeIn(hash: string): string | null {
  return /^#([A-Z2-9]{5}-[A-Z2-9]{5})$/i.exec(hash)?.[1] ?? null;
}

function key(reference: string): string {
  return `ortsfunk.claim.${reference}`;
}
