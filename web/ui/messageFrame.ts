/** Parts of an inbox row that do not depend on its subject. */
export interface MessageFrame {
  /** Time of the event. */
  readonly at: string;
  /** Time of the event in words. */
  readonly time: string;
  readonly isUnread: boolean;
}
