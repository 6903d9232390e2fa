import { Sender } from 'ws';

declare module 'ws' {
  /** @types/ws leaves this class out; `frame` is its one public function without an instance. */
  const Sender: {
    frame(data: Buffer, options: { fin: boolean; opcode: number; mask: boolean; rsv1: boolean }): Buffer[];
  };
}

interface Frame {
  readonly bytes: Buffer;
  readonly idAt: number;
}

const text = { fin: true, opcode: 1, mask: false, rsv1: false };
const beforeId = '{"id":';

/** Clients use ids of one length; whoever varies them costs time, never memory. */
const mostFrames = 4;

/**
 * One result, sent to any number of subscriptions: as the text of a message, or as the bytes of a websocket frame. There
 * is one frame for each length of the subscriptions' operation ids.
 */
export class Frames {
  readonly #payload: string;
  readonly #frames = new Map<number, Frame>();

  constructor(payload: string) {
    this.#payload = payload;
  }

  /** The message of graphql-transport-ws for this id (JSON text). */
  messageFor(id: string): string {
    return `${beforeId}${id},"type":"next","payload":${this.#payload}}`;
  }

  /** The whole websocket frame for this id (JSON text). The next call may write another id into the same bytes. */
  frameFor(id: string): Buffer {
    const length = Buffer.byteLength(id);
    const frame = this.#frames.get(length) ?? this.#make(id, length);
    frame.bytes.write(id, frame.idAt);
    return frame.bytes;
  }

  /** Somebody keeps the bytes that `frameFor` gave: the next caller gets others. */
  giveAway(id: string): void {
    this.#frames.delete(Buffer.byteLength(id));
  }

  #make(id: string, length: number): Frame {
    const data = Buffer.from(this.messageFor(id));
    const bytes = Buffer.concat(Sender.frame(data, text));
    const frame = { bytes, idAt: bytes.length - data.length + beforeId.length };
    if (this.#frames.size >= mostFrames) this.#frames.clear();
    this.#frames.set(length, frame);
    return frame;
  }
}
