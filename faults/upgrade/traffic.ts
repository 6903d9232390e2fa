import { randomUUID } from 'node:crypto';
import { ask, codesOf, type Data, type GraphQLAnswer } from '../harness/http.ts';
import type { Person } from '../harness/people.ts';
import { castVote, type Poll, watchResults } from '../harness/polls.ts';
import { inputOf, readReporting, type Reporting, reportIssue } from '../harness/reports.ts';
import { openSocket } from '../harness/sockets.ts';
import { ags, type Town } from '../harness/stage.ts';
import { pause } from '../harness/waiting.ts';

/** Kinds of requests, and messages of subscriptions. */
type Kind = 'read' | 'vote' | 'report' | 'message';

/** Requests that clients sent, their results and their errors. */
export interface Tally {
  readonly counts: Record<Kind, number>;
  /** One text for each request without its result. */
  readonly errors: string[];
  /** Ids of reports that were acknowledged. */
  readonly reports: string[];
  /** People whose vote was acknowledged. */
  readonly voters: Set<string>;
}

export interface Traffic extends Tally {
  /** Ports that serve; clients use all of them in turn, as behind a proxy. */
  readonly ports: number[];
  /** Takes a server out, as a proxy does before it is stopped, and waits for its open requests. */
  leave(port: number): Promise<void>;
  /** Subscribes to the results of the poll at a server. */
  watch(port: number): void;
  stop(): Promise<void>;
}

const readTown = `query($ags: String!) { municipality(ags: $ags) { name groups(first: 20) { edges { node { name } } }
  feed(first: 20) { edges { node { kind subject { __typename } } } } } viewer { email } }`;
const pauseMs = { read: 60, vote: 120, report: 600 } as const;

/** Starts clients that read, vote and report until `stop` is called. */
export async function startTraffic(port: number, { admin, people }: Town, poll: Poll): Promise<Traffic> {
  const reporting = await readReporting(port, admin);
  const tally: Tally = {
    counts: { read: 0, vote: 0, report: 0, message: 0 },
    errors: [],
    reports: [],
    voters: new Set(),
  };
  const ports = [port];
  const open = new Map<number, Set<Promise<unknown>>>();
  const sockets = new Map<number, () => Promise<void>>();
  let isOver = false;
  let turn = 0;

  /** Sends a request to the next server; returns its answer if it has no error. */
  async function send(kind: Kind, person: Person, query: string, variables: object): Promise<Data> {
    const to = ports[turn++ % ports.length] ?? port;
    const request = ask(to, person, query, variables);
    const others = open.get(to) ?? new Set();
    open.set(to, others.add(request));
    tally.counts[kind]++;
    try {
      const answer = await request;
      const wrong = codesOf(answer);
      if (wrong.length === 0 && answer.data != null) return answer.data;
      tally.errors.push(`${kind} at ${to}: ${wrong.join(', ')} ${answer.text.slice(0, 200)}`);
    } catch (error) {
      tally.errors.push(`${kind} at ${to}: ${String(error)}`);
    } finally {
      others.delete(request);
    }
    return undefined;
  }

  async function repeat(kind: keyof typeof pauseMs, work: (n: number) => Promise<void>): Promise<void> {
    for (let n = 0; !isOver; n++) {
      await work(n);
      await pause(pauseMs[kind]);
    }
  }

  const personFor = (n: number): Person => people[n % people.length] ?? admin;
  const clients = [
    repeat('read', async (n) => {
      await send('read', personFor(n), readTown, { ags });
    }),
    repeat('vote', async (n) => {
      const person = personFor(n);
      const options = [poll.options[n % poll.options.length]];
      const cast = await send('vote', person, castVote, { id: poll.id, options });
      if (cast !== undefined) tally.voters.add(person.email);
    }),
    repeat('report', async (n) => {
      const input = reportOf(reporting);
      const made = await send('report', personFor(n), reportIssue, { input });
      if (made !== undefined) tally.reports.push(made.reportIssue.issue.id as string);
    }),
  ];

  function watch(at: number): void {
    const socket = openSocket(at, admin);
    const end = socket.subscribe(
      { query: watchResults, variables: { id: poll.id } },
      {
        next: (message) => {
          tally.counts.message++;
          const wrong = codesOf(message as GraphQLAnswer);
          if (wrong.length > 0) tally.errors.push(`message at ${at}: ${wrong.join(', ')}`);
        },
        error: (error) => {
          tally.errors.push(`subscription at ${at}: ${JSON.stringify(error)}`);
        },
        complete: () => undefined,
      },
    );
    sockets.set(at, async () => {
      end();
      await socket.dispose();
    });
  }

  return {
    ...tally,
    ports,
    watch,
    leave: async (left) => {
      ports.splice(ports.indexOf(left), 1);
      await Promise.allSettled(open.get(left) ?? []);
      await sockets.get(left)?.();
      sockets.delete(left);
    },
    stop: async () => {
      isOver = true;
      await Promise.all(clients);
      for (const end of sockets.values()) await end();
    },
  };
}

function reportOf(reporting: Reporting): object {
  return inputOf(reporting, { idempotencyKey: randomUUID() });
}
