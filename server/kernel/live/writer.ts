import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Frames } from './frames.ts';

/** One subscription of the client, as a writer sees it. */
export interface FrameReceiver {
  /** Operation id as JSON text. */
  readonly id: string;
  /** Frames for the next flush; undefined again if the subscription ends before. */
  outgoing: Frames | undefined;
}

/**
 * Writes messages to one client. The server uses StreamWriter; PlainWriter sends every message through ws and is the
 * reference for tests: `writer.test.ts` and `slow.test.ts` run the same cases on both.
 */
export interface SocketWriter<R extends FrameReceiver> {
  /** False as soon as the socket begins to close: nothing may follow its close frame. */
  readonly isOpen: boolean;
  /** True while the kernel has not accepted all flushed bytes. Nothing may be added until then. */
  readonly isBusy: boolean;
  /**
   * Adds a recipient whose `outgoing` is sent with the next flush; true for the first recipient since the last flush.
   */
  add(recipient: R): boolean;
  /**
   * Sends the frames of all added recipients in order; calls `done` for each of them, whether its frame was sent or
   * not.
   */
  flush(done: (recipient: R) => void): void;
  /**
   * While busy: calls `taken` once with all waiting recipients, when the kernel has accepted everything or the socket
   * is lost.
   */
  wait(recipient: R, taken: (waiting: Iterable<R>) => void): void;
}

/** Makes the writer of a connected socket; `stream` is the connection below the socket. */
export type OpenWriter<R extends FrameReceiver> = (socket: WebSocket, stream: Duplex) => SocketWriter<R>;
