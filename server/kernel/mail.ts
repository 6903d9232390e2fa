import type { MailCalendar } from './letter.ts';

export interface Mail {
  /** One recipient; an object, because commas in a string would make several. */
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Dates for the reader's calendar program; absent: none. */
  readonly calendars?: readonly MailCalendar[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Name of the sender, such as "Stadt Unkel"; absent: the name of the product. */
  readonly senderName?: string;
  /** Address of the sender; absent, or of a domain that is not allowed: that of the installation. */
  readonly senderAddress?: string;
  /** Id of the subject that several mails are about: mail programs show them together. */
  readonly thread?: string;
  /** `messageId` of the mail before about the same subject to the same address; absent: the mail is the first. */
  readonly inReplyTo?: string;
  /** Group whose news the mail contains, for filters of mail programs: the left part of its List-Id, and its name. */
  readonly list?: { readonly id: string; readonly name: string };
  /** Left part of the Message-ID, derived from the row that caused the mail, so that repetitions are recognised. */
  readonly messageId: string;
  /** By which bounces name the mail; absent: its bounces are not read. */
  readonly token?: string;
}

export interface MailTransport {
  /** Resolves when the next server has accepted the mail; rejects with MailError. */
  send(mail: Mail): Promise<void>;
  /** Mailbox of the demo; undefined with SMTP_URL. */
  readonly mailbox: Mailbox | undefined;
  /** Whether the mail server takes mails of this process. */
  record(): MailRecord;
  close(): void;
}

/** State of the mail server as this process knows it; empty: the process has sent nothing since its start. */
export interface MailRecord {
  /** When the server last took a mail. */
  readonly acceptedAt?: Date;
  /** Since when the server takes nothing from us; absent: the last mail was taken. */
  readonly refusedSince?: Date;
  /** Last refusal. */
  readonly refusedAt?: Date;
  /** Codes of the last refusal, such as "EAUTH 535". */
  readonly reason?: string;
}

/** Channel of a message of the demo; BOUNCE: a report that a mail came back. */
export type KeptChannel = 'EMAIL' | 'SMS' | 'PUSH' | 'BOUNCE';

/** Message that the demo shows instead of sending it. An SMS has no subject; that of a push is its title. */
export interface KeptMessage extends Mail {
  readonly channel: KeptChannel;
  /** Page that a push opens; absent: other channels. */
  readonly opens?: string;
}

/** Message in the mailbox. */
export interface KeptEntry extends KeptMessage {
  /** Sequential number from 1; never used twice. */
  readonly number: number;
  /** Moment in ISO 8601. */
  readonly at: string;
}

/** Outgoing messages that are not sent, newest first. */
export interface Mailbox {
  /** Keeps a message; one with a known `messageId` is a repetition and is ignored. */
  put(message: KeptMessage): Promise<void>;
  list(): readonly KeptEntry[];
  find(number: number): KeptEntry | undefined;
  /** Calls `listener` with each message that is kept from now on. */
  watch(listener: (entry: KeptEntry) => void): void;
  /** Removes the messages to, and about, an erased person: those that contain one of the texts. */
  forget(texts: readonly string[]): void;
}

/**
 * Failure to send a mail; `reason` holds codes only, because answers of servers repeat addresses and errors are logged.
 */
export class MailError extends Error {
  constructor(
    readonly reason: string,
    /** True if the server rejects the recipient or the text for good. */
    readonly isPermanent: boolean,
    /** True if the server accepted the connection and then did not answer about this mail. */
    readonly hasStalled = false,
    /** Status (RFC 3463) with which the server refused the recipient for good, such as "5.1.1"; undefined: none. */
    readonly status?: string,
  ) {
    super(`mail not taken: ${reason}`);
  }
}
