/** Category of the story: its desk, its questions and its hints before a report. */
export interface CategoryStory {
  readonly key: string;
  readonly name: string;
  readonly variants: readonly { readonly locale: string; readonly name: string }[];
  readonly kind: string;
  readonly desk: string;
  readonly isForBarriers?: boolean;
  readonly nearMetres?: number;
  /** Number to call instead, if people may be in danger. */
  readonly emergency?: {
    readonly text: string;
    readonly variants: readonly { readonly locale: string; readonly text: string }[];
    readonly phone?: string;
  };
  readonly questions?: readonly {
    readonly label: string;
    readonly kind: string;
    readonly choices?: readonly string[];
    readonly variants: readonly {
      readonly locale: string;
      readonly label: string;
      readonly choices?: readonly string[];
    }[];
    readonly isPublic?: boolean;
  }[];
}
