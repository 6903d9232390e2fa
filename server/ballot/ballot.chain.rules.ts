import { sha256 } from './ballot.rules.ts';

/**
 * Hash chain over the bulletin board of a poll: starts with the hash of the frozen text, adds one link per ballot, and ends
 * with a link over the numbers of electors, issued ballots and cast ballots.
 */
export class BoardChain {
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

  /** Root of the chain: SHA-256 of the last link and the three numbers, hexadecimal. */
  end(eligible: number, issued: number): string {
    return sha256(`${this.link}\n${eligible}/${issued}/${this.length}`);
  }
}
