/** A bulletin board as its file contains it; recount.mjs verifies all of it. */
export interface BulletinBoard {
  readonly format: string;
  readonly text: string;
  readonly eligible: number;
  readonly issued: number;
  readonly cast: number;
  /** Envelopes without a genuine ballot, which have no line; absent in the first format. */
  readonly invalid?: number;
  readonly counts: readonly (readonly number[])[];
  /** Run-offs by question; null: the question is no ranking. Absent: the poll has no ranking. */
  readonly runOffs?: readonly (RunOffByPlace | null)[];
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
  readonly questions: readonly FrozenQuestion[];
  readonly ballotKey: string;
  readonly receiptKey: string;
  readonly encryptionKey: string;
  readonly ballotBytes: number;
}
export interface FrozenQuestion {
  readonly text: string;
  readonly kind: string;
  readonly min: number;
  readonly max: number;
  readonly order?: string;
  readonly options: readonly string[];
  /** Picture of each option. `sha256`: hash of the file that voters see. */
  readonly pictures?: readonly ({ readonly sha256: string | null; readonly alt: string } | null)[];
}
/** Run-off whose options are named by their position on the ballot, from 0. */
export interface RunOffByPlace {
  readonly ballots: number;
  readonly rounds: readonly {
    /** Votes by option; null: the option was eliminated in an earlier round. */
    readonly votes: readonly (number | null)[];
    readonly exhausted: number;
    readonly eliminated: readonly number[];
    readonly tie: 'EARLIER_ROUND' | 'BALLOT_ORDER' | null;
  }[];
  readonly winner: number | null;
}
export interface Receipt {
  readonly pollId: string;
  readonly keyHash: string;
  readonly ciphertextHash: string;
  readonly signature: string;
}
export interface Recount {
  readonly problems: readonly { readonly code: string; readonly line: number | null }[];
  readonly counts: readonly (readonly number[])[];
  /** Ballots that are not counted: envelopes without a genuine ballot, and choices that the poll does not allow. */
  readonly invalid: number;
  readonly runOffs: readonly (RunOffByPlace | null)[];
  readonly root: string;
  readonly text: PollText | null;
}
export interface FoundBallot {
  readonly problems: readonly string[];
  readonly line: number | null;
  readonly choices: readonly (readonly number[])[] | null;
}
export function recount(board: BulletinBoard): Promise<Recount>;
export function countRunOff(options: number, rankings: readonly (readonly number[])[]): RunOffByPlace;
export function findBallot(board: BulletinBoard, receipt: Receipt): Promise<FoundBallot>;
export function sha256(content: string | Uint8Array): Promise<string>;
export function ballotText(textHash: string, choices: string): string;
