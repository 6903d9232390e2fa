import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { writers } from '../../testing/writers.ts';
import { Frames } from './frames.ts';
import { StreamWriter } from './writer.stream.ts';
import type { OpenWriter, FrameReceiver, SocketWriter } from './writer.ts';

const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' });
await once(wss, 'listening');
afterAll(() => {
  wss.close();
});

interface Ends {
  readonly writer: SocketWriter<FrameReceiver>;
  readonly socket: WebSocket;
  readonly stream: Duplex;
  readonly client: WebSocket;
  readonly heard: string[];
}

/** Server side and client of one connection; `heard` collects the texts of the messages that arrive. */
async function connect(open: OpenWriter<FrameReceiver>): Promise<Ends> {
  const { port } = wss.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const heard: string[] = [];
  client.on('message', (data: Buffer) => heard.push(data.toString()));
  const [[socket, request]] = await Promise.all([
    once(wss, 'connection') as Promise<[WebSocket, IncomingMessage]>,
    once(client, 'open'),
  ]);
  const stream = request.socket;
  return { writer: open(socket, stream), socket, stream, client, heard };
}

function recipient(id: string, outgoing?: Frames): FrameReceiver {
  return { id: JSON.stringify(id), outgoing };
}

function flush(writer: SocketWriter<FrameReceiver>, ...recipients: readonly FrameReceiver[]): FrameReceiver[] {
  const done: FrameReceiver[] = [];
  recipients.forEach((one, i) => expect(writer.add(one)).toBe(i === 0));
  writer.flush((one) => done.push(one));
  return done;
}

/** Message of a subscription as the client receives it. */
function message(id: string, payload: unknown): string {
  return `{"id":${JSON.stringify(id)},"type":"next","payload":${JSON.stringify(payload)}}`;
}

function framesOf(payload: unknown): Frames {
  return new Frames(JSON.stringify(payload));
}

async function untilTaken(writer: SocketWriter<FrameReceiver>): Promise<void> {
  await expect.poll(() => writer.isBusy, { timeout: 10_000 }).toBe(false);
}

const megabyte = 'x'.repeat(1 << 20);

/** Sends to a client that does not read until the kernel accepts no more; returns the number of messages. */
async function jam({ writer, client }: Ends): Promise<number> {
  client.pause();
  for (let count = 1; ; count++) {
    flush(writer, recipient('jam', framesOf(megabyte)));
    await pause(1);
    if (writer.isBusy) await pause(50); // the kernel may accept the rest a little later
    if (writer.isBusy) return count;
  }
}

describe.each(writers)('$name', ({ open }) => {
  test('messages arrive whole and in order, from one flush and from several, between those of ws', async () => {
    const { writer, socket, client, heard } = await connect(open);
    const names = ['1', 'a"\\', 'übermorgen', '日本', '😀', 'x'.repeat(36), 'y'.repeat(300), '\n'];
    const expected: string[] = [];
    for (let round = 0; round < 20; round++) {
      const told = names.slice(0, 1 + (round % names.length));
      flush(writer, ...told.map((id) => recipient(id, framesOf({ round }))));
      socket.send(`answer ${round}`);
      expected.push(...told.map((id) => message(id, { round })), `answer ${round}`);
      await untilTaken(writer);
    }
    await expect.poll(() => heard.length).toBe(expected.length);
    expect(heard).toEqual(expected);
    client.terminate();
  });

  test('messages of every size arrive whole, alone and together', async () => {
    const { writer, client, heard } = await connect(open);
    const sizes = [0, 60, 100, 125, 126, 65_400, 65_535, 65_536, 300_000, 1, 3_000_000, 2];
    const texts = sizes.map((size) => '€'.repeat(size));
    for (const text of texts) {
      flush(writer, recipient('alone', framesOf(text)));
      await untilTaken(writer);
    }
    flush(writer, ...texts.map((text) => recipient('together', framesOf(text))));
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(2 * sizes.length);
    const expected = ['alone', 'together'].flatMap((id) => texts.map((text) => message(id, text)));
    expect(heard.map((text, i) => text === expected[i])).toEqual(expected.map(() => true));
    client.terminate();
  });

  test('two sockets share a result under their own ids, even if one of them does not read', async () => {
    const slow = await connect(open);
    const quick = await connect(open);
    slow.client.pause();
    const shared: string[] = [];
    for (let n = 0; !slow.writer.isBusy; n++) {
      const payload = `${n} ${megabyte}`;
      const frames = framesOf(payload);
      flush(slow.writer, recipient('slow1', frames));
      flush(quick.writer, recipient('quick', frames));
      shared.push(payload);
      await untilTaken(quick.writer);
      await pause(20);
    }
    slow.client.resume();
    await expect.poll(() => slow.heard.length, { timeout: 10_000 }).toBe(shared.length);
    await expect.poll(() => quick.heard.length, { timeout: 10_000 }).toBe(shared.length);
    const hears = (id: string, heard: readonly string[]) => heard.map((text, i) => text === message(id, shared[i]));
    expect(hears('slow1', slow.heard)).toEqual(shared.map(() => true));
    expect(hears('quick', quick.heard)).toEqual(shared.map(() => true));
    slow.client.terminate();
    quick.client.terminate();
  });

  test('those who wait for a stuck reader are called back together, once, when it has read on', async () => {
    const ends = await connect(open);
    const { writer, client, heard } = ends;
    const count = await jam(ends);
    const calls: FrameReceiver[][] = [];
    const waiting = ['a', 'b', 'c'].map((id) => recipient(id));
    for (const one of waiting) writer.wait(one, (all) => calls.push([...all]));
    await pause(50);
    expect(calls).toEqual([]);
    client.resume();
    await expect.poll(() => calls.length, { timeout: 10_000 }).toBe(1);
    expect(calls[0]).toEqual(waiting);
    expect(writer.isBusy).toBe(false);
    for (const one of waiting) one.outgoing = framesOf('newest');
    flush(writer, ...waiting);
    await expect.poll(() => heard.length).toBe(count + 3);
    expect(heard.slice(-3)).toEqual(['a', 'b', 'c'].map((id) => message(id, 'newest')));
    expect(calls.length).toBe(1);
    client.terminate();
  });

  test('a subscription that ended before the flush gets nothing, the others of the flush do', async () => {
    const { writer, client, heard } = await connect(open);
    const ended = recipient('ended');
    const recipients = [ended, recipient('a', framesOf(1)), ended, recipient('b', framesOf(1))];
    expect(flush(writer, ...recipients)).toEqual(recipients);
    await untilTaken(writer);
    expect(flush(writer, ended)).toEqual([ended]);
    flush(writer, recipient('a', framesOf(2)));
    await expect.poll(() => heard.length).toBe(3);
    expect(heard).toEqual([message('a', 1), message('b', 1), message('a', 2)]);
    client.terminate();
  });

  test('nothing follows the close frame, and what was written before it arrives', async () => {
    const ends = await connect(open);
    const { writer, socket, client, heard } = ends;
    const count = await jam(ends);
    expect(writer.isOpen).toBe(true);
    socket.close(1000, 'enough');
    expect(writer.isOpen).toBe(false);
    const late = [recipient('late', framesOf('late')), recipient('later', framesOf('late'))];
    expect(flush(writer, ...late)).toEqual(late);
    const errors: unknown[] = [];
    client.on('error', (error) => errors.push(error));
    client.resume();
    const [code] = (await once(client, 'close')) as [number];
    expect({ code, errors, heard: heard.length }).toEqual({ code: 1000, errors: [], heard: count });
  });

  test('those who wait are called back when the connection is lost', async () => {
    const ends = await connect(open);
    const { writer, client } = ends;
    await jam(ends);
    const calls: FrameReceiver[][] = [];
    const one = recipient('one');
    writer.wait(one, (all) => calls.push([...all]));
    client.terminate();
    await expect.poll(() => calls, { timeout: 10_000 }).toEqual([[one]]);
    await expect.poll(() => writer.isOpen).toBe(false);
    const late = recipient('late', framesOf('late'));
    expect(flush(writer, late)).toEqual([late]);
  });
});

test('StreamWriter sends all messages of a flush in one write', async () => {
  const { writer, stream, client, heard } = await connect((socket, below) => new StreamWriter(socket, below));
  const { write } = stream;
  let writes = 0;
  stream.write = ((...args: Parameters<typeof write>) => {
    writes++;
    return write.apply(stream, args);
  }) as typeof write;
  flush(writer, ...['a', 'b', 'c'].map((id) => recipient(id, framesOf(id))));
  await expect.poll(() => heard.length).toBe(3);
  expect(writes).toBe(1);
  client.terminate();
});
