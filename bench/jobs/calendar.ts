import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocument } from '../harness/checkout.ts';
import { citizenId } from '../harness/citizens.ts';
import { startOwn, startPeerOn } from '../harness/contestants.ts';
import { cpuOf } from '../harness/cpu.ts';
import { insertDates, insertSlot } from '../harness/manyDates.ts';
import { insertTowns } from '../harness/manyPolls.ts';
import { readMemory } from '../harness/memory.ts';
import { alone, compare, type Figures, interleave, rename } from '../harness/rounds.ts';
import type { Server } from '../harness/servers.ts';
import type { Stage } from '../harness/stage.ts';
import { followers, manyGroups } from '../harness/town.ts';
import type { Job, Options, Row } from '../job.ts';

/** Keys that no real municipality has. */
const answering = 93_000_000;
const few = 93_000_001;
const many = 93_000_002;
const withEvents = 94_000_000;
const withoutEvents = 94_000_001;
const fewDates = 10;
const atOnce = 32;

/** Answers beside those of a bare peer, the agenda of a town with many dates, the home page with and without events, and the calendar file. */
export const calendar: Job = async (stage, options) => {
  const { server } = await startOwn(stage);
  const rows = [
    ...(await compareAnswers(stage, options, server)),
    ...(await growAgenda(stage, options, server)),
    ...(await compareHomePages(stage, options, server)),
    ...(await compareFiles(stage, options, server)),
  ];
  await server.stop();
  return rows;
};

const answerEvent = `mutation($input: AnswerEventInput!) { answerEvent(input: $input) { userErrors { code } } }`;

/** People answer once each to a date with unlimited seats; afterwards the database must hold every answer. */
async function compareAnswers(stage: Stage, options: Options, server: Server): Promise<Row[]> {
  const answers = options.isSmoke ? 100 : 4000;
  const { postgres, database } = stage;
  await insertTowns(stage, answering, 1);
  const servers = new Map([['ours', server]]);
  if (options.hasPeers) servers.set('bare pg', await startPeerOn(stage, 'answers', { LOOK_UP: 'yes' }));
  const cookies = stage.citizens.slice(0, answers).map(({ cookie }) => cookie);
  const give = async (name: string, count: number): Promise<Figures> => {
    const one = servers.get(name);
    if (one === undefined) throw new Error(`nobody is called ${name}`);
    const slot = await insertSlot(stage, String(answering));
    const input = { slotId: Buffer.from(`Slot:${slot}`).toString('base64url'), answer: 'YES', companions: 0 };
    const variables = Array<object>(count).fill({ input });
    const to = { port: one.port, cookies, atOnce, asked: { query: answerEvent }, variables };
    const cpu = cpuOf(one.pid);
    const { ms, counted, refusals } = await stage.voters('overHttp', { ...to, expected: '"userErrors":[]' });
    const cpuMs = cpuOf(one.pid) - cpu;
    if (counted < count) throw new Error(`refused: ${refusals.join(' ').slice(0, 500)}`);
    const [stored] = await postgres.rows<{ taken: number; n: number }>(
      database,
      `select taken, (select count(*)::int from attendance where slot_id = s.id) as n from slot s where id = '${slot}'`,
    );
    if (stored?.taken !== count || stored.n !== count) throw new Error(`${name} stored ${JSON.stringify(stored)}`);
    return { 'answers/s': counted / (ms / 1000), µs: (cpuMs * 1000) / counted };
  };
  for (const name of servers.keys()) await give(name, Math.ceil(answers / 10)); // warm-up
  const turn = async (name: string): Promise<Figures> => give(name, answers);
  const rounds = await interleave('answers', [...servers.keys()], options.rounds, turn);
  if (servers.size > 1) await servers.get('bare pg')?.stop();
  const rate = { what: `answers per second, ${atOnce} at a time, one date`, unit: '1/s', goal: { atLeast: 0.5 } };
  return [
    ...compare(rounds, 'answers/s', 'bare pg', rate),
    ...compare(rounds, 'µs', 'bare pg', { what: 'server CPU per answer', unit: 'µs' }),
  ];
}

/** The first page of the agenda in a town with a few dates and in one with many. */
async function growAgenda(stage: Stage, options: Options, server: Server): Promise<Row[]> {
  const manyDates = options.isSmoke ? 1000 : 100_000;
  await insertTowns(stage, few, 2);
  await insertDates(stage, String(few), 2 * fewDates);
  await insertDates(stage, String(many), manyDates);
  const requests = options.isSmoke ? 20 : 500;
  const cookies = stage.citizens.slice(0, requests).map(({ cookie }) => cookie);
  const { query } = readDocument(stage.product, 'Agenda');
  const read = async (name: string): Promise<Figures> => {
    const ags = String(name === 'few dates' ? few : many);
    const asked = { ags, groupIds: null, from: null, to: null, first: fewDates, after: null };
    const figures = await readPages(stage, server, { query, cookies, variables: asked, requests });
    return { µs: figures.µs, ms: figures.ms };
  };
  for (const name of ['few dates', 'many dates']) await read(name); // warm-up
  const rounds = await interleave('agenda', ['few dates', 'many dates'], options.rounds, read);
  const grown = rename(rounds, 'many dates');
  const told = `page of the agenda, ${manyDates} dates against ${2 * fewDates}`;
  const goal = { atMost: 1.3 };
  return [
    ...compare(grown, 'ms', 'few dates', { what: `answer, median: ${told}`, unit: 'ms', goal }),
    ...compare(grown, 'µs', 'few dates', { what: `CPU per ${told}`, unit: 'µs', goal }),
  ];
}

/** Cost of the home page in two equal towns of which one has switched off events and waste. */
async function compareHomePages(stage: Stage, options: Options, server: Server): Promise<Row[]> {
  const { postgres, database, sql } = stage;
  await insertTowns(stage, withEvents, 2);
  const [first, end] = followers.one;
  for (const town of [withEvents, withoutEvents]) {
    const page = { ags: String(town), groups: manyGroups, first: citizenId(first), end: citizenId(end) };
    await postgres.execute(database, sql.insertHomePage(page));
  }
  await insertDates(stage, String(withEvents), 1000);
  const off = `array_remove(array_remove(modules, 'CALENDAR'), 'WASTE')`;
  await postgres.execute(database, `update municipality set modules = ${off} where ags = '${withoutEvents}'`);
  await postgres.execute(database, 'vacuum analyze');
  const requests = options.isSmoke ? 20 : 1000;
  const cookies = stage.citizens.slice(...followers.one).map(({ cookie }) => cookie);
  const read = async (name: string): Promise<Figures> => {
    const ags = String(name === 'with events' ? withEvents : withoutEvents);
    const to = { cookies, requests };
    const today = await readPages(stage, server, {
      ...to,
      query: readDocument(stage.product, 'HomeToday').query,
      variables: { ags, hasPolls: true },
    });
    const feed = await readPages(stage, server, {
      ...to,
      query: readDocument(stage.product, 'TownFeed').query,
      variables: { ags, groupIds: [], first: 15, after: null },
    });
    return { µs: today.µs + feed.µs };
  };
  for (const name of ['with events', 'without events']) await read(name); // warm-up
  const pages = await interleave('home page', ['with events', 'without events'], options.rounds, read);
  const memory = (await readMemory(server)).rss / 2 ** 20;
  const what = 'CPU per home page, with events and waste against both switched off';
  return [
    ...compare(rename(pages, 'with events'), 'µs', 'without events', { what, unit: 'µs', goal: { atMost: 1.1 } }),
    alone([new Map([['ours', { MB: memory }]])], 'MB', {
      what: 'memory (RSS) after answers, agendas and home pages',
      unit: 'MB',
    }),
  ];
}

/** The calendar file of a town that was drawn before, against a static file with the same content. */
async function compareFiles(stage: Stage, options: Options, server: Server): Promise<Row[]> {
  if (!options.hasPeers) return [];
  const path = `/calendar/${withEvents}/town.ics`;
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
  const content = await answer.text();
  if (!answer.ok || !content.includes('BEGIN:VEVENT')) throw new Error(`no calendar: ${content.slice(0, 200)}`);
  const folder = await mkdtemp(join(tmpdir(), 'calendar-'));
  await mkdir(join(folder, `calendar/${withEvents}`), { recursive: true });
  await writeFile(join(folder, path), content);
  const servers = new Map([
    ['ours', server],
    ['static file', await startPeerOn(stage, 'file', { FOLDER: folder })],
  ]);
  const count = options.isSmoke ? 100 : 2000;
  const bytes = Buffer.byteLength(content);
  const read = async (name: string): Promise<Figures> => {
    const one = servers.get(name);
    if (one === undefined) throw new Error(`nobody is called ${name}`);
    const cpu = cpuOf(one.pid);
    const { medianMs, refusals } = await stage.voters('readFile', { port: one.port, path, count, atOnce: 16, bytes });
    if (refusals.length > 0) throw new Error(`${name} refused: ${refusals.join(' ').slice(0, 500)}`);
    return { ms: medianMs, µs: ((cpuOf(one.pid) - cpu) * 1000) / count };
  };
  for (const name of servers.keys()) await read(name); // warm-up
  const rounds = await interleave('calendar file', [...servers.keys()], options.rounds, read);
  await servers.get('static file')?.stop();
  await rm(folder, { recursive: true });
  const what = `calendar file of a town, ${Math.round(bytes / 1024)} kB, median`;
  return [
    ...compare(rounds, 'ms', 'static file', { what, unit: 'ms', goal: { atMost: 1.5 } }),
    ...compare(rounds, 'µs', 'static file', { what: 'server CPU per calendar file', unit: 'µs' }),
  ];
}

interface Reading {
  readonly query: string;
  readonly cookies: readonly string[];
  readonly variables: object;
  readonly requests: number;
}

/** CPU of the server per page in µs, and the median answer in ms. */
async function readPages(stage: Stage, server: Server, { query, cookies, variables, requests }: Reading) {
  const all = Array<object>(requests).fill(variables);
  const election = {
    port: server.port,
    cookies,
    asked: { query },
    variables: all,
    atOnce: 16,
    expected: '"municipality":{',
  };
  const cpu = cpuOf(server.pid);
  const { medianMs, refusals } = await stage.voters('overHttp', election);
  if (refusals.length > 0) throw new Error(`refused: ${refusals.join(' ').slice(0, 500)}`);
  return { µs: ((cpuOf(server.pid) - cpu) * 1000) / requests, ms: medianMs };
}
