import type { Interest, RoleKind } from './names.ts';

/**
 * Urgency of a message. EMERGENCY: leaves first, at any hour. PERSONAL: about a matter of the recipient, or of the desk
 * where the recipient works. BULK: news for many. DIGEST: several messages in one mail.
 */
export type MessageClass = 'EMERGENCY' | 'PERSONAL' | 'BULK' | 'DIGEST';

/** When messages leave by a channel: never, at once, or together in a mail every evening or every Friday. */
export type DeliveryMode = 'OFF' | 'NOW' | 'DAILY' | 'WEEKLY';

/** Kind of messages that a person can choose. */
export interface InterestContribution {
  readonly name: Interest;
  /** Description of the value of the GraphQL enum. */
  readonly description: string;
  /** Mode by channel while the person has chosen none; channels that are missing are OFF. */
  readonly rest: Readonly<Record<string, DeliveryMode>>;
}

/** Current view of a message for its recipient. */
export interface InboxView {
  /** Subject of the message; null if the recipient may no longer read it. */
  readonly subject: object | null;
  /** Step, comment or change that the message reports; null if there is none. */
  readonly content: object | null;
}

/** Row of the table message. */
export interface StoredMessage {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  /** Version of the subject, or number of the comment, that the message is about. */
  readonly version?: number | null;
}

/** Recipients that a later domain adds to, or removes from, a message of an earlier domain. */
export interface MessageExtension {
  readonly kinds: readonly string[];
  /** Additional recipients, as SQL like `audience` of the message. */
  readonly audience?: string;
  /** SQL condition over `m` and the audience row `a`: true for people who are no recipients. */
  readonly exclude?: string;
}

/** Part of the context that links in letters need. */
export interface LinkContext {
  readonly secret: string;
  readonly publicUrl: (ags?: string) => string;
}

/** How a message depends on earlier messages about the same subject, on the night, and on whether it arrives. */
export interface DeliveryOptions {
  /** True for PERSONAL: the message goes to many people, so it has a delivery report, and its texts are written as those of news. */
  readonly isToMany?: true;
  /** Roles in the town that read the delivery report besides editors, admins and the sender; absent: none. */
  readonly reportRoles?: readonly RoleKind[];
  /**
   * Kinds of earlier messages about the same subject, such as the start of what this message ends. Everybody to whom one of
   * them has left gets this message too, at the contacts by which it left, in addition to the audience. When this message is fanned
   * out, those of their deliveries that were not tried yet are cancelled; who had nothing but such gets this message in the
   * inbox only. Absent: the audience alone.
   */
  readonly reached?: readonly string[];
  /** SQL condition over `m` and the audience row `a`: the recipient has acknowledged the message. Needed by REMIND. */
  readonly acknowledged?: string;
  /** True: the message is the reminder of another one; of its audience only those get it who have not acknowledged in time. */
  readonly isReminder?: true;
  /** Step that follows if the message does not arrive, or is not acknowledged; absent: none. */
  readonly escalate?: Escalating;
  /**
   * True: although the class is EMERGENCY, nothing rings in the quiet hours of a recipient: devices show the message silently,
   * and an SMS waits for their end unless the recipient has `acknowledged`. It is not sent if another emergency message about the
   * subject follows before.
   */
  readonly isQuietAtNight?: true;
  /** True: the message waits for no digest; who chose DAILY or WEEKLY gets it at once. */
  readonly isImmediate?: true;
  /**
   * SQL over `m` and the delivery `d` of a moment before which the recipient must know of the message: quiet hours hold it only if
   * they end at least two hours earlier. Absent, or null: they always hold it.
   */
  readonly urgentBefore?: string;
  /**
   * Token for the end of the link to the page in mails, on devices and in SMS, by which the page knows the recipient. It is
   * added when a letter is sent and is never stored; its length depends on nothing. What follows # reaches no server.
   * Absent: the links of all recipients are equal. Demands `values.link` in mails and a page in SMS.
   */
  readonly linkToken?: (secret: string, letter: Letter) => string;
  /**
   * Reason for the mail and links at its end, written for each recipient when a letter is sent. Absent: those of the content,
   * or of the interest.
   */
  readonly ending?: (ctx: LinkContext, letter: Letter) => MailEnding;
}

/**
 * REMIND: who has not acknowledged after ten minutes gets the message of the kind `by` once, which
 * `isReminder`. SUBSTITUTE: a recipient whom the message does not reach by the chosen
 * channels gets it at the next contact that is ticked as a substitute.
 */
export type Escalating = { readonly step: 'REMIND'; readonly by: string } | { readonly step: 'SUBSTITUTE' };

/** Message to one contact of a recipient. */
export interface Letter {
  /** Equal at every try, so that the receiving system recognises repetitions. */
  readonly id: string;
  readonly message: StoredMessage;
  /** When the event behind the message happened. */
  readonly at: Date;
  /** By which receipts of other servers name the letter. */
  readonly token: string;
  /** Contact to which the letter goes. */
  readonly contactId: string;
  /** Urgency with which the letter is sent; that of a bundle is the highest of its messages. */
  readonly lane: Exclude<MessageClass, 'DIGEST'>;
  /** True: the recipient sleeps, and the message must not ring; absent: it rings as its urgency demands. */
  readonly isSilent?: true;
  readonly town: {
    readonly id: string;
    readonly ags: string;
    readonly name: string;
    /** Kind of municipality, such as "Stadt". */
    readonly kind: string;
    readonly timeZone: string;
    readonly isDemo: boolean;
    /** Confirmed address for replies; null: none. */
    readonly replyTo?: string | null;
    /** Sender's address of the town's mails; null: that of the installation. */
    readonly fromAddress?: string | null;
  };
  /** `address`: that of the contact, such as an e-mail address. */
  readonly recipient: {
    readonly id: string;
    readonly address: string;
    readonly locale: string;
    /** Version of the links with which a recipient without an account chooses its messages; null: none. */
    readonly linkVersion: number | null;
  };
  /** Group through which the message reaches the recipient; null for messages about an own report. */
  readonly group: { readonly id: string; readonly name: string } | null;
}

/** Subject, paragraphs and caption of the link; names in braces are replaced by values. */
export interface MailText {
  readonly subject: string;
  readonly body: readonly string[];
  readonly action: string;
}

/** Values for the names in braces. A paragraph is left out if one of its values is missing or empty. */
export type MailValues = Readonly<Record<string, string | undefined>>;

/** One text of several in one mail. */
export interface MailSection {
  readonly text: MailText;
  readonly values: MailValues;
}

export interface MailContent {
  readonly text: MailText;
  readonly values: MailValues;
  /** Further texts below the first, each with its own heading and link. */
  readonly sections?: readonly MailSection[];
  /** Ids of the messages that the mail contains besides its own; absent: none. */
  readonly covers?: readonly string[];
  /** Reason for the mail and links to unsubscribe; absent: those of the message, or of the letter's group. */
  readonly ending?: MailEnding | undefined;
  /** Address for replies to the mail; absent: that of the town. */
  readonly replyTo?: string | undefined;
  /** Dates for the reader's calendar program, one item for each UID; absent: none. */
  readonly calendars?: readonly MailCalendar[] | undefined;
}

/** Calendar part of a mail (RFC 6047): a program enters, changes or removes the dates. They have one UID (RFC 5546, 3.2.2). */
export interface MailCalendar {
  readonly method: 'REQUEST' | 'CANCEL';
  /** iCalendar file with the same METHOD. */
  readonly text: string;
}

/** Message on the screen of a device. */
export interface PushContent {
  readonly title: string;
  /** Empty: the title says everything. */
  readonly body: string;
  /** Page of the town that opens, without a leading slash: `issues/M-2031`. */
  readonly page: string;
  /** Ids of the messages that the content replaces; absent: none. */
  readonly covers?: readonly string[];
}

/** Text of an SMS, which stays below the link to the page. */
export interface SmsContent {
  /** Plain text; its length depends on the message, the language and the group alone, because its price is reserved. */
  readonly text: string;
  /** Page of the town to which the link leads, without a leading slash; null: no link. */
  readonly page: string | null;
  /** Words behind the text; they are left out if the SMS would need one more segment. Absent or empty: none. */
  readonly addition?: string;
}

export interface MailEnding {
  readonly because: string;
  /** The first link unsubscribes from these mails at once, unless `isAsking`. */
  readonly links: readonly { readonly text: string; readonly link: string }[];
  /** True: the links lead to a page that asks first, so no mail program may follow them by itself. */
  readonly isAsking?: true;
}

/** Arguments of enqueueMessage() and recallMessage(). */
export interface MessageRequest {
  readonly municipalityId: string;
  readonly subjectId: string;
  readonly version?: number;
  /** Member of staff, or publisher of a group, who sends the message and may read its delivery report; absent: nobody. */
  readonly senderId?: string | null;
}
