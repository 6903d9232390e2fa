import { median } from '../../faults/harness/scenario.ts';
import { Redis } from 'ioredis';
import { answerCalls } from '../harness/calls.ts';
import type { Arrival, Crowd, Expectation, Seat, Traffic } from './crowd.ts';
import { openStream } from './sse.ts';
import { openSocket } from './socket.ts';

const atOnce = 64;
let seats: Seat[] = [];
let traffic = { messages: 0, bytes: 0 };
let told: Told | undefined;
let heard: number[] = [];
let isSpread = false;

interface Told extends Expectation {
  readonly right: Uint8Array;
  readonly times: number[];
  readonly width: number;
  finish(): void;
  readonly isFinished: Promise<void>;
}

function hear(seat: number, operation: number, message: Buffer): void {
  traffic.messages++;
  traffic.bytes += message.length;
  const mark = told?.marks[isSpread ? seat % told.marks.length : operation];
  if (told === undefined || mark === undefined) return;
  const place = seat * told.width + operation;
  if (told.right[place] === 1 || !message.includes(mark)) return;
  told.right[place] = 1;
  told.times.push(performance.now());
  if (told.times.length === told.right.length) told.finish();
}

const calls = {
  /** Records when messages arrive in Redis, which is the time of publishing for every server. */
  async listen(redisUrl: string): Promise<void> {
    const redis = new Redis(redisUrl);
    redis.on('pmessage', () => heard.push(performance.now()));
    await redis.psubscribe('*pollResults:*', '*alerts:*');
  },

  async open(crowd: Crowd): Promise<void> {
    traffic = { messages: 0, bytes: 0 };
    isSpread = crowd.isSpread === true;
    const open = crowd.transport === 'socket' ? openSocket : openStream;
    let next = 0;
    const work = async (): Promise<void> => {
      for (let n = next++; n < crowd.count; n = next++) {
        const seat = n;
        seats[n] = open(crowd, n, (operation, message) => {
          hear(seat, operation, message);
        });
        await seats[n]?.opened;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  },

  /** Starts an expectation: every subscription must receive its mark. */
  expect({ marks, ms }: Expectation): void {
    let finish: () => void = () => undefined;
    const isFinished = new Promise<void>((done) => (finish = done));
    const width = isSpread ? 1 : marks.length;
    const right = new Uint8Array(seats.length * width);
    heard = [];
    told = { marks, ms, right, width, times: [], finish, isFinished };
  },

  async arrive(_: undefined): Promise<Arrival> {
    if (told === undefined) throw new Error('nothing is expected');
    const { right, times, isFinished, ms } = told;
    await Promise.race([isFinished, new Promise((done) => setTimeout(done, ms))]);
    told = undefined;
    const first = heard[0] ?? NaN;
    const newest = heard.at(-1) ?? NaN;
    const last = times.at(-1) ?? NaN;
    return {
      missing: right.length - times.length,
      medianMs: median(times) - first,
      lastMs: last - first,
      lastAfterNewestMs: last - newest,
    };
  },

  traffic: (_: undefined): Traffic => traffic,

  close(_: undefined): void {
    for (const seat of seats) seat.close();
    seats = [];
  },
};

export type ClientCalls = typeof calls;
answerCalls(calls);
