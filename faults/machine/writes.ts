import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { ask, codesOf, headersOf, type Reply } from '../harness/http.ts';
import type { Person } from '../harness/people.ts';
import { castVote, openPoll, type Poll, readTally } from '../harness/polls.ts';
import { type Problems, countWords } from '../harness/scenario.ts';
import { inputOf, readReporting, reportIssue, type Reporting } from '../harness/reports.ts';
import { ags, type Town } from '../harness/stage.ts';

/** Result of a write: "accepted", the code of its refusal, or "unanswered". */
export type Word = string;

/** One writer of the scenario, and everything that was acknowledged to its people. */
export interface Ledger {
  readonly port: number;
  readonly town: Town;
  readonly poll: Poll;
  readonly reporting: Reporting;
  readonly photo: Buffer;
  readonly problems: Problems;
  /** People whose vote was acknowledged, with the number of the option. */
  readonly votes: Map<Person, number>;
  /** Ids of acknowledged photos. */
  readonly photos: string[];
  /** Ids of acknowledged reports. */
  readonly reports: string[];
}

export async function openLedger(port: number, town: Town, problems: Problems): Promise<Ledger> {
  return {
    port,
    town,
    poll: await openPoll(port, town.admin, town.groupId),
    reporting: await readReporting(port, town.admin),
    photo: await makeNoise(),
    problems,
    votes: new Map(),
    photos: [],
    reports: [],
  };
}

/** Ledger for another process of the same installation; both share what was acknowledged. */
export function movedTo(ledger: Ledger, port: number): Ledger {
  return { ...ledger, port };
}

/** Results of people's writes by kind. */
export type Words = Readonly<Record<'votes' | 'photos' | 'reports', Word[]>>;

/** Number of people who send a photo, whose decoding takes most of the time. */
const photographers = 3;

/** Each of these people votes and reports something, and some send a photo, all at once. */
export async function writeAll(ledger: Ledger, people: readonly Person[]): Promise<Words> {
  const [rows, photos] = await Promise.all([writeRows(ledger, people), sendPhotos(ledger, people)]);
  return { ...rows, ...photos };
}

/** Each of these people votes and reports something, all at once. */
export async function writeRows(ledger: Ledger, people: readonly Person[]): Promise<Pick<Words, 'votes' | 'reports'>> {
  const [votes, reports] = await Promise.all([
    Promise.all(people.map((person, n) => voteBy(ledger, person, n % ledger.poll.options.length))),
    Promise.all(people.map((person) => sendReport(ledger, person))),
  ]);
  return { votes, reports };
}

/** Some of these people send a photo, all at once. */
export async function sendPhotos(ledger: Ledger, people: readonly Person[]): Promise<Pick<Words, 'photos'>> {
  return { photos: await Promise.all(people.slice(0, photographers).map((person) => sendPhoto(ledger, person))) };
}

/** Requires that every result is one of these; counts them in one line. */
export function judgeWords(
  name: string,
  words: Readonly<Record<string, readonly Word[]>>,
  allowed: readonly Word[],
  problems: Problems,
): string {
  for (const [kind, list] of Object.entries(words)) {
    for (const word of list) problems.require(allowed.includes(word), `${name}: ${kind} answered ${word}`);
  }
  return countWords(Object.values(words).flat());
}

/** Counts what was acknowledged and is not there any more; each loss is a problem. */
export async function countLost(ledger: Ledger): Promise<number> {
  const { port, town, poll, problems, votes } = ledger;
  let lost = 0;
  for (const [person, choice] of votes) {
    const query = 'query($id: ID!) { myVote(pollId: $id) { options { id } } }';
    const { data } = await ask(port, person, query, { id: poll.id });
    if (data?.myVote?.options[0]?.id !== poll.options[choice]) lost++;
  }
  for (const id of ledger.reports) {
    const { data } = await ask(port, town.admin, 'query($id: ID!) { node(id: $id) { id } }', { id });
    if (data?.node?.id !== id) lost++;
  }
  problems.equal('acknowledged and lost', lost, 0);
  const tally = await readTally(port, town.admin, poll);
  problems.equal('tally', tally.total, votes.size);
  return lost;
}

async function voteBy({ port, poll, votes, problems }: Ledger, person: Person, choice: number): Promise<Word> {
  const variables = { id: poll.id, options: [poll.options[choice]] };
  const word = await wordOf(ask(port, person, castVote, variables), 'castVote', problems);
  if (word === 'accepted') votes.set(person, choice);
  return word;
}

async function sendReport(ledger: Ledger, person: Person): Promise<Word> {
  const text = randomBytes(1400).toString('base64'); // long, and not compressible: the table needs new pages
  const sent = ask(ledger.port, person, reportIssue, { input: inputOf(ledger.reporting, { text }) });
  const word = await wordOf(sent, 'reportIssue', ledger.problems);
  if (word === 'accepted') ledger.reports.push(String((await sent).data?.reportIssue.issue.id));
  return word;
}

async function sendPhoto({ port, photo, photos, problems }: Ledger, person: Person): Promise<Word> {
  const headers = { ...headersOf(person), 'content-type': 'image/jpeg', 'apollo-require-preflight': 'true' };
  const url = `http://127.0.0.1:${port}/upload/${ags}`;
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(photo), headers });
  const answer = (await response.json()) as { photo?: { id: string }; errors?: { extensions: { code: string } }[] };
  if (answer.photo !== undefined) {
    photos.push(Buffer.from(answer.photo.id, 'base64url').toString().split(':')[1] ?? '');
    return 'accepted';
  }
  const code = answer.errors?.[0]?.extensions.code ?? `HTTP ${response.status}`;
  if (code === 'UNAVAILABLE') problems.require(response.headers.has('retry-after'), 'a photo: no Retry-After');
  return code;
}

/** Word of a mutation. UNAVAILABLE must say when to try again. */
async function wordOf(sent: Promise<Reply>, name: string, problems: Problems): Promise<Word> {
  const reply = await sent.catch(() => undefined);
  if (reply === undefined) return 'unanswered';
  const [code] = codesOf(reply);
  if (code === 'UNAVAILABLE') {
    problems.require(reply.errors?.[0]?.extensions?.retryAfter > 0, `${name}: UNAVAILABLE without retryAfter`);
  }
  return code ?? (reply.data?.[name] == null ? 'unanswered' : 'accepted');
}

/** Photo of noise, which stays large however it is encoded. */
function makeNoise(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width: 1000, height: 800, channels: 3, background: '#808080', noise } })
    .jpeg()
    .toBuffer();
}
