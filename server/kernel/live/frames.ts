import { Sender } from 'ws';

declare module 'ws' {
  /**
   * Missing in @types/ws; `frame` is the only public static function of the class.
   */
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

/** Maximum number of cached frames. Clients use ids of one length; an unusual client costs CPU but no memory. */
const mostFrames = 4;

/**
 * One result for any number of subscriptions, as message text or as the bytes of a WebSocket frame. One frame is cached
 * for each length of operation id.
 */
export class Frames {
  readonly #payload: string;
  readonly #frames = new Map<number, Frame>();

  constructor(payload: string) {
    this.#payload = payload;
  }

  /** Message of graphql-transport-ws for this operation id, which is JSON text. */
  messageFor(id: string): string {
    return `${beforeId}${id},"type":"next","payload":${this.#payload}}`;
  }

  /**
   * Complete WebSocket frame for this operation id, which is JSON text. The next call may overwrite the id in the same
   * bytes.
   */
  frameFor(id: string): Buffer {
    const length = Buffer.byteLength(id);
    const frame = this.#frames.get(length) ?? this.#make(id, length);
    frame.bytes.write(id, frame.idAt);
    return frame.bytes;
  }

  /** Releases the bytes that `frameFor` returned to their holder: later calls return other bytes. */
  detachBytes(id: string): void {
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
