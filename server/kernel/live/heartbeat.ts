import type { WebSocket } from 'ws';

/** The sockets of one slot are pinged together; more slots, shorter bursts. */
const slotCount = 20;

interface PingState {
  readonly socket: WebSocket;
  hasAnswered: boolean;
}

/** Pings every socket once in `everyMs` and cuts who has not answered the last ping: one timer for all of them. */
export class Heartbeat {
  readonly #slots = Array.from({ length: slotCount }, () => new Set<PingState>());
  readonly #timer: NodeJS.Timeout;
  #turn = 0;

  constructor(everyMs: number) {
    this.#timer = setInterval(() => {
      this.#pingSlot();
    }, everyMs / slotCount);
  }

  /** Until the result is called. */
  watch(socket: WebSocket): () => void {
    const heartbeat = { socket, hasAnswered: true };
    const slot = this.#slots[this.#turn]; // its turn has just passed
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
