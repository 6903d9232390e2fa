import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { FrameReceiver, SocketWriter } from './writer.ts';

const usualBytes = 64 * 1024;
/**
 * Buffer in which the frames of one write are assembled. Sockets are written one after the other and share the buffer.
 */
let bundle = Buffer.allocUnsafeSlow(usualBytes);
/** Number of bytes at the start of `bundle` that are in use by writes which the kernel has not accepted. */
let held = 0;

/**
 * Writes all messages of a flush at once into the stream below ws. ws writes to the same stream and, without
 * compression, does not buffer, so the order is kept. Sockets share the bytes: a write that the kernel has not accepted
 * keeps its bytes, and nothing is added to them.
 */
export class StreamWriter<R extends FrameReceiver> implements SocketWriter<R> {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #outgoing: R[] = [];
  #waiting: Set<R> | undefined;

  constructor(socket: WebSocket, stream: Duplex) {
    this.#socket = socket;
    this.#stream = stream;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Bytes that ws wrote count too. */
  get isBusy(): boolean {
    return this.#stream.writableLength > 0;
  }

  add(recipient: R): boolean {
    return this.#outgoing.push(recipient) === 1;
  }

  /** One write for all added recipients. */
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
    if (this.isBusy) outgoing.detachBytes(id);
  }

  #writeTogether(recipients: readonly R[]): void {
    let end = held;
    for (const { id, outgoing } of recipients) {
      if (outgoing === undefined) continue; // ended after it was added
      const frame = outgoing.frameFor(id);
      if (bundle.length < end + frame.length) end = moveOn(end, frame.length);
      end += frame.copy(bundle, end);
    }
    this.#stream.write(bundle.subarray(held, end));
    if (this.isBusy) held = end;
    else if (held === 0 && bundle.length > usualBytes) bundle = Buffer.allocUnsafeSlow(usualBytes);
  }
}

/** Copies the bytes since `held` to a new bundle with room for `next` more bytes; returns the new end. */
function moveOn(end: number, next: number): number {
  const begun = bundle.subarray(held, end);
  bundle = Buffer.allocUnsafeSlow(Math.max(usualBytes, 2 * (begun.length + next)));
  held = 0;
  return begun.copy(bundle);
}
