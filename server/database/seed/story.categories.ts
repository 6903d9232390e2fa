/** What may be reported, where it arrives, and what is asked and said beforehand. */
export interface CategoryStory {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly desk: string;
  readonly isForBarriers?: boolean;
  readonly nearMetres?: number;
  /** Whom to call instead, where somebody may be in danger. */
  readonly emergency?: { readonly text: string; readonly phone?: string };
  readonly questions?: readonly {
    readonly label: string;
    readonly kind: string;
    readonly choices?: readonly string[];
    readonly isPublic?: boolean;
  }[];
}
