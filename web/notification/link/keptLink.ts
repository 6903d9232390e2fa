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

/** Token of the link to what this device follows in a town; null: nothing. */
export function recallLink(ags: string): string | null {
  return recallLinks()[ags]?.token ?? null;
}

export function keepLink(ags: string, link: DeviceLink): void {
  remember(kept, JSON.stringify({ ...recallLinks(), [ags]: link }));
}

export function forgetLink(ags: string): void {
  const others = Object.entries(recallLinks()).filter(([other]) => other !== ags);
  remember(kept, JSON.stringify(Object.fromEntries(others)));
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
