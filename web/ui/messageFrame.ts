/** What every row of the inbox shows, whatever it is about. */
export interface MessageFrame {
  /** When it happened. */
  readonly at: string;
  /** The same in words. */
  readonly time: string;
  readonly isUnread: boolean;
}
