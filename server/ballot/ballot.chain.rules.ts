import { sha256 } from './ballot.rules.ts';

/** Numbers of a counted secret poll. */
export interface BulletinNumbers {
  readonly eligible: number;
  readonly issued: number;
  readonly cast: number;
  /** Envelopes without a genuine ballot, which have no line on the board; included in `cast`. */
  readonly invalid: number;
}

/**
 * Hash chain over the bulletin board of a poll: starts with the hash of the frozen text, adds one link per ballot, and ends
 * with a link over the numbers of electors, issued ballots, cast ballots and invalid ballots.
 */
export class BulletinChain {
  length = 0;
  private link: string;

  constructor(textHash: string) {
    this.link = textHash;
  }

  /** Adds a line of the board and returns its link: SHA-256, hexadecimal. */
  add(line: string): string {
    this.length += 1;
    return (this.link = sha256(`${this.link}\n${line}`));
  }

  /** Root of the chain: SHA-256 of the last link and the four numbers, hexadecimal. */
  end({ eligible, issued, cast, invalid }: BulletinNumbers): string {
    return sha256(`${this.link}\n${eligible}/${issued}/${cast}/${invalid}`);
  }
}
