import WebSocket from 'ws';
import type { Server } from './servers.ts';

export interface Memory {
  readonly rss: number;
  readonly heap: number;
}
interface Reply {
  readonly id: number;
  readonly result?: { readonly result?: { readonly value?: unknown } };
}

/** Open debuggers by process id. Node opens the port on SIGUSR1 and prints the address. */
const debuggers = new Map<number, Promise<WebSocket>>();

/** Memory in bytes after a full garbage collection, measured alike for `ours` and peers. */
export async function readMemory(server: Server): Promise<Memory> {
  const inspector = await (debuggers.get(server.pid) ?? openDebugger(server));
  await command(inspector, 'HeapProfiler.collectGarbage', {});
  await command(inspector, 'HeapProfiler.collectGarbage', {});
  const expression = 'JSON.stringify(process.memoryUsage())';
  const { result } = await command(inspector, 'Runtime.evaluate', { expression });
  const { rss, heapUsed } = JSON.parse(String(result?.result?.value)) as { rss: number; heapUsed: number };
  return { rss, heap: heapUsed };
}

function openDebugger(server: Server): Promise<WebSocket> {
  const open = async (): Promise<WebSocket> => {
    server.process.kill('SIGUSR1');
    if (!(await server.process.prints(/Debugger listening on ws:\S+/, 10_000))) throw new Error('no debugger');
    const [address = ''] = /ws:\S+/.exec(server.process.output()) ?? [];
    const inspector = new WebSocket(address, { perMessageDeflate: false });
    await new Promise((done, fail) => inspector.once('open', done).once('error', fail));
    return inspector;
  };
  const opened = open();
  debuggers.set(server.pid, opened);
  return opened;
}

let count = 0;

function command(inspector: WebSocket, method: string, params: object): Promise<Reply> {
  const id = ++count;
  return new Promise((done) => {
    const hear = (message: Buffer): void => {
      const reply = JSON.parse(message.toString()) as Reply;
      if (reply.id !== id) return;
      inspector.off('message', hear);
      done(reply);
    };
    inspector.on('message', hear);
    inspector.send(JSON.stringify({ id, method, params }));
  });
}
