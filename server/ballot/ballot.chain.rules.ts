import { sha256 } from './ballot.rules.ts';

/** The hash chain over a board: begins with the frozen text, has a link for each ballot, ends with the three counts. */
export class BoardChain {
  length = 0;
  private link: string;

  constructor(textHash: string) {
    this.link = textHash;
  }

  /** Returns the link of this line. */
  add(line: string): string {
    this.length += 1;
    return (this.link = sha256(`${this.link}\n${line}`));
  }

  /** The last link: the root. */
  end(eligible: number, issued: number): string {
    return sha256(`${this.link}\n${eligible}/${issued}/${this.length}`);
  }
}
