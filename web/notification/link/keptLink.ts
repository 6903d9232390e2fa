import { forget, recall, remember } from '../../shared/storage.ts';

/** Token of the link to what this device follows without an account, by town; null: none. */
export function recallLink(ags: string): string | null {
  return recall(`deviceLink.${ags}`);
}

export function keepLink(ags: string, token: string): void {
  remember(`deviceLink.${ags}`, token);
}

export function forgetLink(ags: string): void {
  forget(`deviceLink.${ags}`);
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
