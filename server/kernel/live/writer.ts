import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Frames } from './frames.ts';

/** One subscription of the client. */
export interface Recipient {
  /** The operation's id as JSON text. */
  readonly id: string;
  /** Leaves with the next flush; taken back when the subscription ends before. */
  outgoing: Frames | undefined;
}

const usualBytes = 64 * 1024;
/** Where the frames for one write are put together. Sockets are written one after the other, so they share it. */
let bundle = Buffer.allocUnsafeSlow(usualBytes);
/** Bytes at the start of `bundle` that writes the kernel has not taken still hold. */
let held = 0;

/**
 * The way to one client. What a tick has for it leaves in one write, past ws, which writes to the same stream and holds
 * nothing back without compression, so the order stays. The bytes are shared: a write the kernel has not taken keeps
 * them, and nothing is added to it.
 */
export class SocketWriter<R extends Recipient> {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #outgoing: R[] = [];
  #waiting: Set<R> | undefined;

  constructor(socket: WebSocket, stream: Duplex) {
    this.#socket = socket;
    this.#stream = stream;
  }

  /** False from the moment ws says goodbye: nothing may follow its close frame. */
  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** The kernel has not taken the last bytes, ours or those of ws. */
  get isBusy(): boolean {
    return this.#stream.writableLength > 0;
  }

  /** The recipient's `outgoing` leaves with the next flush; true: it is the first one. */
  add(recipient: R): boolean {
    return this.#outgoing.push(recipient) === 1;
  }

  /** One write for all that were added; then each is done. */
  flush(done: (recipient: R) => void): void {
    const recipients = this.#outgoing;
    const [first] = recipients;
    if (first !== undefined && this.isOpen) {
      if (recipients.length === 1) this.#write(first);
      else this.#writeTogether(recipients);
    }
    recipients.forEach(done);
    recipients.length = 0;
  }

  /** Calls back once with all that wait by then, when the kernel has taken everything. */
  wait(recipient: R, taken: (waiting: Iterable<R>) => void): void {
    if (this.#waiting !== undefined) {
      this.#waiting.add(recipient);
      return;
    }
    const waiting = new Set([recipient]);
    this.#waiting = waiting;
    // 'drain' does not come below the high-water mark; the callback of an empty write always does.
    this.#stream.write('', () => {
      this.#waiting = undefined;
      taken(waiting);
    });
  }

  #write({ id, outgoing }: R): void {
    if (outgoing === undefined) return;
    this.#stream.write(outgoing.frameFor(id));
    if (this.isBusy) outgoing.giveAway(id);
  }

  #writeTogether(recipients: readonly R[]): void {
    let end = held;
    for (const { id, outgoing } of recipients) {
      if (outgoing === undefined) continue; // ended since it was added
      const frame = outgoing.frameFor(id);
      if (bundle.length < end + frame.length) end = moveOn(end, frame.length);
      end += frame.copy(bundle, end);
    }
    this.#stream.write(bundle.subarray(held, end));
    if (this.isBusy) held = end;
    else if (held === 0 && bundle.length > usualBytes) bundle = Buffer.allocUnsafeSlow(usualBytes);
  }
}

/** What was put together so far goes to a bundle of its own, with room for the next ones; gives its new end. */
function moveOn(end: number, next: number): number {
  const begun = bundle.subarray(held, end);
  bundle = Buffer.allocUnsafeSlow(Math.max(usualBytes, 2 * (begun.length + next)));
  held = 0;
  return begun.copy(bundle);
}
