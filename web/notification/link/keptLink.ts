import { forget, recall, remember } from '../../shared/storage.ts';

/** Link and address of a device that follows groups of one town without an account. */
export interface DeviceLink {
  /** Token of the link to the choices. */
  readonly token: string;
  /** Address of this browser at its push service when the server last got it. */
  readonly endpoint: string;
}

const kept = 'deviceLinks';

/** Links of this device by town. */
export function recallLinks(): Readonly<Record<string, DeviceLink>> {
  try {
    const links: Readonly<Record<string, DeviceLink>> | null = JSON.parse(recall(kept) ?? '{}');
    return links ?? {};
  } catch {
    return {}; // stored by another program
  }
}

export function keepLink(ags: string, link: DeviceLink): void {
  remember(kept, JSON.stringify({ ...recallLinks(), [ags]: link }));
}

export function forgetLink(ags: string): void {
  remember(kept, JSON.stringify(without(recallLinks(), ags)));
}

/** Signing out deletes it, because others may use the browser next. */
const keptOfMail = 'visitor.mailLinks';

/** Token of the link to the choices of the address that this browser asked for in a town, and confirmed. */
function recallMailLinks(): Readonly<Record<string, string>> {
  try {
    const links: Readonly<Record<string, string>> | null = JSON.parse(recall(keptOfMail) ?? '{}');
    return links ?? {};
  } catch {
    return {}; // stored by another program
  }
}

export function keepMailLink(ags: string, token: string): void {
  remember(keptOfMail, JSON.stringify({ ...recallMailLinks(), [ags]: token }));
}

/** Tokens of the links that this browser keeps for a town: that of the device first, then that of the address. */
export function recallTokens(ags: string): readonly string[] {
  return [recallLinks()[ags]?.token, recallMailLinks()[ags]].filter((token) => token !== undefined);
}

/** Replaces a kept token by that of the renewed link; null: forgets it. Tokens that are not kept change nothing. */
export function replaceToken(ags: string, token: string, renewed: string | null): void {
  const device = recallLinks()[ags];
  if (device?.token === token) {
    if (renewed === null) forgetLink(ags);
    else keepLink(ags, { ...device, token: renewed });
  }
  if (recallMailLinks()[ags] !== token) return;
  if (renewed === null) remember(keptOfMail, JSON.stringify(without(recallMailLinks(), ags)));
  else keepMailLink(ags, renewed);
}

function without<Value>(links: Readonly<Record<string, Value>>, ags: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(links).filter(([other]) => other !== ags));
}

/** Call it when this browser has asked for a mail: it then confirms by opening the link, without another button. */
export function rememberAsked(ags: string): void {
  remember(`asked.${ags}`, 'yes');
}

/**
 * Whether this browser asked for a mail that is not confirmed yet. Programs that scan mails for viruses open links, too,
 * but never in the browser of the person.
 */
export function hasAsked(ags: string): boolean {
  return recall(`asked.${ags}`) !== null;
}

export function forgetAsked(ags: string): void {
  forget(`asked.${ags}`);
}
