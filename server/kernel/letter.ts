/** What the recipient of a message may read now. */
export interface InboxView {
  /** What the message is about; null: the recipient may not read the subject any more. */
  readonly subject: object | null;
  /** The step, the words or the change that the message reports. */
  readonly content: object | null;
}

/** A row of the table message. */
export interface StoredMessage {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  /** Version of the subject, or number of the words, that the message is about. */
  readonly version?: number | null;
}

/** Recipients that a later domain adds to a message of an earlier domain, or takes away from the message. */
export interface MessageExtension {
  readonly kinds: readonly string[];
  /** More recipients, as SQL like `audience` of the message. */
  readonly audience?: string;
  /** SQL condition over `m` and the audience row `a`: true for people who are not recipients. */
  readonly exclude?: string;
}

/** What a channel sends to one person. */
export interface Letter {
  /** The same at every try, so that the other side recognises a repeat. */
  readonly id: string;
  readonly message: StoredMessage;
  readonly town: {
    readonly id: string;
    readonly ags: string;
    readonly name: string;
    readonly timeZone: string;
    readonly isDemo: boolean;
  };
  readonly recipient: { readonly id: string; readonly email: string; readonly locale: string };
  /** The group by which the message reaches the recipient; null: by an own report. */
  readonly group: { readonly id: string; readonly name: string } | null;
}

/** Subject, paragraphs and the caption of the link, with names of values in braces. */
export interface MailText {
  readonly subject: string;
  readonly body: readonly string[];
  readonly action: string;
}

/** Values for the names in braces. A paragraph whose value is missing or empty is left out. */
export type MailValues = Readonly<Record<string, string | undefined>>;

export interface MailContent {
  readonly text: MailText;
  readonly values: MailValues;
  /** Why the reader gets the mail and how such mails end; absent: the ending for the group of the letter, if there is one. */
  readonly ending?: MailEnding | undefined;
}

export interface MailEnding {
  readonly because: string;
  /** The first link ends these mails at once. */
  readonly links: readonly { readonly text: string; readonly link: string }[];
}

/** What enqueueMessage() and recallMessage() are given. */
export interface MessageRequest {
  readonly municipalityId: string;
  readonly subjectId: string;
  readonly version?: number;
}
