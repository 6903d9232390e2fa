import { copyFileSync, existsSync, readFileSync, statSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { applyPatch, type Patch } from '../harness/build.ts';
import { type Door, openDoor } from '../harness/door.ts';
import { type Exit, type Started, startProcess } from '../harness/processes.ts';
import { type Copy, replay, type Replay } from './judging.ts';

const root = resolve(import.meta.dirname, '../..');

/** A program that a partner may run. */
export interface Source {
  readonly name: string;
  /** Path from the root of the repository. */
  readonly file: string;
  readonly interpreter: string;
  /** Planted defect; absent for the program as it is. */
  readonly defect?: Patch;
}

/** A program's way to the server, through a door of its own. */
interface Way {
  readonly door: Door;
  readonly refusedAt: readonly number[];
}

/** Opens a door in front of the server. While the door is busy each request is answered with RATE_LIMITED. */
export async function openWay(port: number, retryAfter: number): Promise<Way> {
  const refusedAt: number[] = [];
  const error = { message: 'rate limited', extensions: { code: 'RATE_LIMITED', retryAfter } };
  const body = JSON.stringify({ errors: [error] });
  const head = ['HTTP/1.1 429 Too Many Requests', 'Content-Type: application/json', `Content-Length: ${body.length}`];
  const door = await openDoor(port, (socket) => {
    socket.once('data', () => {
      refusedAt.push(performance.now());
      socket.end([...head, 'Connection: close', '', body].join('\r\n'));
    });
  });
  return { door, refusedAt };
}

/** State that the program saves in its folder. */
interface State {
  cursor: string | null;
  readonly changesBytes: number;
  readonly reports: Readonly<Record<string, object>>;
}

/** A program in a folder and behind a door of its own. It can be started repeatedly. */
export class Program {
  readonly name: string;
  readonly door: Door;
  /** Times of the requests that were answered with RATE_LIMITED, by performance.now(). */
  readonly refusedAt: readonly number[];
  kills = 0;
  /** Maximum number of reports that differed from the board after the program had handled all changes, or had ended. */
  lost = 0;
  /** Number of kills between the lines of a message and the saved state of that message. */
  interrupted = 0;
  readonly #interpreter: string;
  readonly #folder: string;
  readonly #file: string;
  readonly #env: Readonly<Record<string, string>>;
  #output = '';
  #running: Started | undefined;

  constructor(source: Source, folder: string, { door, refusedAt }: Way, env: Readonly<Record<string, string>>) {
    this.name = source.name;
    this.door = door;
    this.refusedAt = refusedAt;
    this.#interpreter = source.interpreter;
    this.#folder = folder;
    this.#file = join(folder, basename(source.file));
    this.#env = { ...env, ORTSFUNK: `http://127.0.0.1:${door.port}` };
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    copyFileSync(join(root, source.file), this.#file);
    if (source.defect === undefined) return;
    writeFileSync(this.#file, applyPatch(readFileSync(this.#file, 'utf8'), source.defect));
  }

  start(): void {
    this.#output = this.output;
    const command = { file: this.#interpreter, args: [this.#file], cwd: this.#folder, env: this.#env };
    this.#running = startProcess(command);
  }

  /** Sends SIGKILL; returns false if the program had ended before. */
  async kill(): Promise<boolean> {
    const running = this.#running;
    if (running === undefined || running.hasEnded()) return false;
    running.kill('SIGKILL');
    await running.exited;
    this.kills++;
    const saved = this.#readState()?.changesBytes ?? 0;
    if (sizeOf(this.#path('changes.jsonl')) > saved) this.interrupted++;
    return true;
  }

  /** Kills the program as soon as it has written lines of a message or its cursor, at the latest after `ms`. */
  async killWhileHandling(ms: number): Promise<boolean> {
    await new Promise<void>((done) => {
      const watcher = watch(this.#folder, (_event, name) => {
        if (name === 'changes.jsonl' || name === 'cursor.txt') finish();
      });
      const timer = setTimeout(finish, ms);
      function finish(): void {
        clearTimeout(timer);
        watcher.close();
        done();
      }
    });
    return this.kill();
  }

  /** Waits until the program ends by itself and returns how; throws when it still runs after `ms`. */
  async end(ms: number): Promise<Exit> {
    const late = new Promise<never>((_done, fail) => {
      setTimeout(() => {
        fail(new Error(`${this.name} still runs: ${this.output.slice(-300)}`));
      }, ms).unref();
    });
    if (this.#running === undefined) throw new Error(`${this.name} was never started`);
    return Promise.race([this.#running.exited, late]);
  }

  /** Whether the program saves reports. Otherwise its copy is known only from its lines. */
  get keepsCopy(): boolean {
    return existsSync(this.#path('board.json'));
  }

  /** Output of all runs, stdout and stderr. */
  get output(): string {
    return this.#output + (this.#running?.output() ?? '');
  }

  /** Reports that the program has saved. */
  get copy(): Copy {
    const reports = Object.entries(this.#readState()?.reports ?? {});
    return new Map(reports.map(([id, report]) => [id, JSON.stringify(report)]));
  }

  /** Replays the program's lines: those of the file of changes or, without one, the printed ones. */
  readChanges(start?: Copy): Replay {
    const path = this.#path('changes.jsonl');
    if (existsSync(path)) return replay(readFileSync(path, 'utf8'), start);
    const printed = this.output.split(/(?<=\n)/).filter((line) => line.startsWith('{') && line.endsWith('}\n'));
    return replay(printed.join(''), start);
  }

  get hasEnded(): boolean {
    return this.#running?.hasEnded() !== false;
  }

  /** Cursor that the program has saved; null if there is none. */
  get cursor(): string | null {
    const path = this.#path('cursor.txt');
    return existsSync(path) ? readFileSync(path, 'utf8') : (this.#readState()?.cursor ?? null);
  }

  /** Replaces the saved cursor. */
  setCursor(cursor: string | null): void {
    const state = this.#readState();
    if (state === undefined) writeFileSync(this.#path('cursor.txt'), cursor ?? '');
    else writeFileSync(this.#path('board.json'), JSON.stringify({ ...state, cursor }));
  }

  #readState(): State | undefined {
    const path = this.#path('board.json');
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as State) : undefined;
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}
