import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Frames } from './frames.ts';

/** One subscription of the client. */
export interface FrameReceiver {
  /** The operation's id as JSON text. */
  readonly id: string;
  /** Sent with the next flush; undefined again if the subscription ends before. */
  outgoing: Frames | undefined;
}

/**
 * The way to one client. StreamWriter is the one that the server uses; PlainWriter, which sends every message through
 * ws, says what a writer must do. `writer.test.ts` and `slow.test.ts` run the same cases on both.
 */
export interface SocketWriter<R extends FrameReceiver> {
  /** False from the moment the socket begins to close: nothing may follow its close frame. */
  readonly isOpen: boolean;
  /** Whether the kernel has not taken all that was flushed. Nothing may be added until then. */
  readonly isBusy: boolean;
  /** Sends the recipient's `outgoing` with the next flush; returns whether it is the first one. */
  add(recipient: R): boolean;
  /** Sends to all that were added, in their order; calls `done` for each of them, sent or not. */
  flush(done: (recipient: R) => void): void;
  /** While busy: calls `taken` once with all that wait by then, when the kernel has taken everything or the socket is lost. */
  wait(recipient: R, taken: (waiting: Iterable<R>) => void): void;
}

/** Makes the writer of a connected socket; `stream` is the connection below it. */
export type OpenWriter<R extends FrameReceiver> = (socket: WebSocket, stream: Duplex) => SocketWriter<R>;
