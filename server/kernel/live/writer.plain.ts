import type { WebSocket } from 'ws';
import type { FrameReceiver, SocketWriter } from './writer.ts';

/** Sends each message by itself, through ws. Simpler than StreamWriter, and its reference in tests. */
export class PlainWriter<R extends FrameReceiver> implements SocketWriter<R> {
  readonly #socket: WebSocket;
  readonly #outgoing: R[] = [];
  readonly #waiting = new Set<R>();
  /** Number of messages that the kernel has not accepted. */
  #pending = 0;
  #taken: ((waiting: Iterable<R>) => void) | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  get isBusy(): boolean {
    return this.#pending > 0;
  }

  add(recipient: R): boolean {
    return this.#outgoing.push(recipient) === 1;
  }

  flush(done: (recipient: R) => void): void {
    const recipients = this.#outgoing.splice(0);
    for (const { id, outgoing } of recipients) {
      if (outgoing !== undefined && this.isOpen) this.#send(outgoing.messageFor(id));
    }
    recipients.forEach(done);
  }

  wait(recipient: R, taken: (waiting: Iterable<R>) => void): void {
    this.#waiting.add(recipient);
    this.#taken ??= taken;
  }

  #send(message: string): void {
    this.#pending++;
    this.#socket.send(message, () => {
      this.#pending--;
      if (this.#pending === 0) this.#callBack();
    });
  }

  #callBack(): void {
    const taken = this.#taken;
    const waiting = [...this.#waiting];
    this.#taken = undefined;
    this.#waiting.clear();
    taken?.(waiting);
  }
}
