export interface Mail {
  /** One person; an object, because a string with commas would become several. */
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Left part of the Message-ID, derived from the row that caused the mail: a repeat is recognised by it. */
  readonly messageId: string;
}

export interface MailTransport {
  /** Resolves when the next server took the mail; rejects with MailError. */
  send(mail: Mail): Promise<void>;
  /** Where mail goes without SMTP_URL. */
  readonly mailbox: Mailbox | undefined;
  close(): void;
}

export interface KeptMail extends Mail {
  /** Counts up from 1 and is never given twice. */
  readonly number: number;
  /** ISO 8601 moment. */
  readonly at: string;
}

/** Outgoing mail that goes nowhere, newest first. */
export interface Mailbox {
  put(mail: Mail): Promise<void>;
  list(): readonly KeptMail[];
  find(number: number): KeptMail | undefined;
}

/** Why a mail was not taken: codes only, because what servers say repeats addresses, and errors are logged. */
export class MailError extends Error {
  constructor(
    readonly reason: string,
    /** This mail will never be taken: the server knows the recipient or the text and refuses it for good. */
    readonly isPermanent: boolean,
    /** The server had greeted us and then kept us waiting for an answer about this mail. */
    readonly hasStalled = false,
  ) {
    super(`mail not taken: ${reason}`);
  }
}
