import type { WebSocket } from 'ws';

/** Number of ping slots. The sockets of one slot are pinged together; more slots make shorter bursts. */
const slotCount = 20;

interface PingState {
  readonly socket: WebSocket;
  hasAnswered: boolean;
}

/**
 * Pings every socket once in `everyMs` milliseconds and terminates sockets that did not answer the last ping. One timer
 * serves all sockets.
 */
export class Heartbeat {
  readonly #slots = Array.from({ length: slotCount }, () => new Set<PingState>());
  readonly #timer: NodeJS.Timeout;
  #turn = 0;

  constructor(everyMs: number) {
    this.#timer = setInterval(() => {
      this.#pingSlot();
    }, everyMs / slotCount);
  }

  /** Starts to ping the socket; the returned function stops it. */
  watch(socket: WebSocket): () => void {
    const heartbeat = { socket, hasAnswered: true };
    const slot = this.#slots[this.#turn]; // the slot whose turn has just passed
    slot?.add(heartbeat);
    socket.on('pong', () => {
      heartbeat.hasAnswered = true;
    });
    return () => {
      slot?.delete(heartbeat);
    };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #pingSlot(): void {
    this.#turn = (this.#turn + 1) % slotCount;
    for (const heartbeat of this.#slots[this.#turn] ?? []) {
      const { socket, hasAnswered } = heartbeat;
      heartbeat.hasAnswered = false;
      if (!hasAnswered) socket.terminate();
      else if (socket.readyState === socket.OPEN) socket.ping();
    }
  }
}
