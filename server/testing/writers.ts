import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { FrameReceiver, SocketWriter } from '../kernel/live/writer.ts';
import { PlainWriter } from '../kernel/live/writer.plain.ts';
import { StreamWriter } from '../kernel/live/writer.stream.ts';

interface Implementation {
  readonly name: string;
  readonly open: <R extends FrameReceiver>(socket: WebSocket, stream: Duplex) => SocketWriter<R>;
}

/** All implementations of SocketWriter, for tests that run the same cases on each. */
export const writers: readonly Implementation[] = [
  { name: 'StreamWriter', open: (socket, stream) => new StreamWriter(socket, stream) },
  { name: 'PlainWriter', open: (socket) => new PlainWriter(socket) },
];
