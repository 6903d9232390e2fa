import { sha256 } from './ballot.rules.ts';

/**
 * Hash chain over a board: starts with the hash of the frozen text, adds a link per ballot, ends with the three counts.
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

  /** Root of the chain: the last link, over the numbers of electors, issued ballots and cast ballots. */
  end(eligible: number, issued: number): string {
    return sha256(`${this.link}\n${eligible}/${issued}/${this.length}`);
  }
}
