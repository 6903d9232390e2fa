/** A public board as its file says it; recount.mjs believes none of it. */
export interface Board {
  readonly format: string;
  readonly text: string;
  readonly eligible: number;
  readonly issued: number;
  readonly cast: number;
  readonly counts: readonly (readonly number[])[];
  readonly root: string;
  readonly ballots: readonly {
    readonly key: string;
    readonly randomizer: string;
    readonly token: string;
    readonly choices: string;
    readonly signature: string;
    readonly link: string;
  }[];
}
export interface PollText {
  readonly poll: string;
  readonly title: string;
  readonly questions: readonly { readonly text: string; readonly options: readonly string[] }[];
  readonly ballotKey: string;
  readonly receiptKey: string;
}
export interface Receipt {
  readonly pollId: string;
  readonly keyHash: string;
  readonly ballotHash: string;
  readonly signature: string;
}
export interface Recount {
  readonly problems: readonly { readonly code: string; readonly line: number | null }[];
  readonly counts: readonly (readonly number[])[];
  readonly root: string;
  readonly text: PollText | null;
}
export interface FoundBallot {
  readonly problems: readonly string[];
  readonly line: number | null;
  readonly choices: readonly (readonly number[])[] | null;
}
export function recount(board: Board): Promise<Recount>;
export function findBallot(board: Board, receipt: Receipt): Promise<FoundBallot>;
export function sha256(content: string | Uint8Array): Promise<string>;
export function ballotText(textHash: string, choices: string): string;
