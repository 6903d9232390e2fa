import type { MailServer } from '../../faults/harness/mail.ts';
import { becomesTrue } from '../../faults/harness/waiting.ts';
import { patience } from './patience.ts';

/** A mail as /mailbox shows it. */
export interface Mail {
  readonly number: number;
  readonly to: { readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Outgoing mail of demo mode, read over HTTP as anybody can. */
export interface Mailbox extends MailServer {
  /** All mails to this address, newest first. */
  to(address: string): Promise<readonly Mail[]>;
  /** The first mail to this address for which `fits` is true; waits for it. */
  waitFor(address: string, fits: (mail: Mail) => boolean): Promise<Mail>;
}

export function openMailbox(origin: string): Mailbox {
  const read = new Map<string, number>();

  const to = async (address: string): Promise<readonly Mail[]> => {
    const response = await fetch(`${origin}/mailbox`, { headers: { accept: 'application/json' } });
    return ((await response.json()) as Mail[]).filter((mail) => mail.to.address === address);
  };
  const waitFor = async (address: string, fits: (mail: Mail) => boolean): Promise<Mail> => {
    let found: Mail | undefined;
    await becomesTrue(async () => (found = (await to(address)).find(fits)) !== undefined, patience);
    if (found === undefined) throw new Error(`the mail to ${address} did not come`);
    return found;
  };
  const nextMail = async (address: string): Promise<string> => {
    const mail = await waitFor(address, ({ number }) => number > (read.get(address) ?? 0));
    read.set(address, mail.number);
    return mail.text;
  };
  return { url: origin, to, waitFor, nextMail };
}

/** The first link whose path contains `word`. */
export function linkUnder(text: string, word: string): string {
  const link = (text.match(/https?:\/\/\S+/g) ?? []).find((url) => new URL(url).pathname.includes(word));
  if (link === undefined) throw new Error(`no link to ${word} in the mail`);
  return link;
}

export function linkIn(text: string): string {
  const link = /https?:\/\/\S+/.exec(text)?.[0];
  if (link === undefined) throw new Error('no link in the mail');
  return link;
}
