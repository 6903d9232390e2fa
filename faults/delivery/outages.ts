import { signIn, signInAdmin } from '../harness/people.ts';
import { type Product, startProduct } from '../harness/product.ts';
import { type Findings, Problems, quantile } from '../harness/scenario.ts';
import { makeAdmin, type Stage } from '../harness/stage.ts';
import { becomesTrue, pause } from '../harness/waiting.ts';
import { askData } from '../harness/http.ts';
import { countLetters, countRows, type Crowd, gatherCrowd, makeGroup, type Place } from './crowd.ts';
import { publish } from '../harness/posts.ts';
import { type MailTarget, openMailTarget } from './mailTarget.ts';
import { type Readers, seatReaders } from './readers.ts';

/** State that the steps of an outage share. */
interface Scene {
  readonly stage: Stage;
  readonly place: Place;
  readonly mailTarget: MailTarget;
  readonly problems: Problems;
  readonly readers: Readers;
  /** Members of the whole town; some have addresses at gone.example and some at later.example. */
  readonly many: Crowd;
  /** Members of another town, for letters that must not wait. */
  readonly other: Crowd & { readonly place: Place };
  /** Addresses that must receive a letter, by the title of the letter. */
  readonly expected: Map<string, readonly string[]>;
}

/**
 * The mail server is down, silent, busy and slow in turn. Afterwards every letter has arrived, and no other work has
 * waited.
 */
export async function outlastMailServer(stage: Stage, folder: string): Promise<Findings> {
  const { scene, server } = await setScene(stage, folder);
  const { mailTarget, problems, readers } = scene;
  await tellMany(scene, 'Probe für alle'); // a crowd like that of the outages, which costs as much
  const alive = await tellOften(scene, 'Probelauf');
  await settle(scene);

  await mailTarget.setMood('refusing');
  await tellMany(scene, 'Hochwasser am Rhein');
  const refused = await tellOften(scene, 'Ohne Postamt');
  problems.require(await failsWith(scene, 'ECONN|ESOCKET', 50), 'no letter was tried while the server refused');
  await mailTarget.setMood('silent');
  await tellMany(scene, 'Pegel wieder gefallen');
  const silent = await tellOften(scene, 'Stilles Postamt');
  problems.require(await failsWith(scene, 'ETIMEDOUT', 1), 'no letter was tried while the server was silent');
  await mailTarget.setMood('busy');
  await pause(3000);
  await mailTarget.setMood('open');

  const codes = await signInMeanwhile(scene);
  await settle(scene);
  const slow = await tellSlowDomain(scene);
  await settle(scene);
  const rows = await countRows(stage.postgres, scene.place.database);
  await readers.leave();
  await server.stop();
  const account = judge(scene, rows);
  const usual = quantile(alive, 0.9);
  const worst = Math.max(...[refused, silent].map((ms) => quantile(ms, 0.9)));
  problems.require(
    worst < Math.max(2000, 2 * usual),
    `inboxes waited for the mail server: p90 ${Math.round(worst)} ms instead of ${Math.round(usual)} ms`,
  );
  return {
    figures: {
      'letters to send': [...scene.expected.values()].reduce((sum, addresses) => sum + addresses.length, 0),
      'lost after outages': account.lost,
      'repeats after outages': account.repeats,
      'failed for good': rows.failed,
      'inbox ms (median, p99) alive': spanOf(alive),
      'server refuses': spanOf(refused),
      'server silent': spanOf(silent),
      'sign-in code ms behind the crowd': Math.round(Math.max(...codes)),
      "other town's letters s behind a domain that stalls": slow,
    },
    problems: problems.list,
  };
}

async function setScene(stage: Stage, folder: string): Promise<{ scene: Scene; server: Product }> {
  const { database, ...copy } = await stage.copyTown();
  const mailTarget = await openMailTarget();
  const settings = { ...copy, SMTP_URL: mailTarget.url };
  const ags = '05382008';
  await makeAdmin(folder, settings, 'anderes.rathaus@example.org', ags);
  const server = await startProduct(folder, settings);
  const { port } = server;
  const { municipalityId, admin, people } = stage.town;
  const place = { postgres: stage.postgres, database, port, admin, municipalityId };
  const otherAdmin = await signInAdmin(port, mailTarget, 'anderes.rathaus@example.org', '10.249.0.1');
  const { municipality } = await askData(port, otherAdmin, '{ municipality(ags: "05382008") { id } }');
  const otherPlace = { ...place, admin: otherAdmin, municipalityId: municipality.id as string };
  const size = stage.isShort ? 300 : 1000;
  const addresses = Array.from({ length: size }, (_, n) => `p${n}@${domainOf(n)}`);
  const readersGroup = await makeGroup(place, 'Leserunde');
  const scene: Scene = {
    stage,
    place,
    mailTarget,
    problems: new Problems(),
    expected: new Map(),
    readers: await seatReaders(port, admin, readersGroup, people.slice(0, 30)),
    many: await gatherCrowd(place, 'Ganze Stadt', addresses),
    other: {
      place: otherPlace,
      ...(await gatherCrowd(
        otherPlace,
        'Nachbarn',
        Array.from({ length: 30 }, (_, n) => `n${n}@other.example`),
      )),
    },
  };
  return { scene, server };
}

function domainOf(n: number): string {
  if (n < 10) return 'gone.example';
  return n < 20 ? 'later.example' : 'big.example';
}

async function tellMany({ place, many, expected }: Scene, title: string): Promise<void> {
  await publish(place.port, place.admin, many.groupId, title);
  expected.set(title, many.addresses.slice(10));
}

/** Publishes posts to the readers with the app open; returns the milliseconds until each inbox showed them. */
async function tellOften({ stage, readers, expected, problems }: Scene, title: string): Promise<readonly number[]> {
  const all: number[] = [];
  for (let n = 0; n < (stage.isShort ? 4 : 10); n++) {
    expected.set(`${title}, Folge ${n}.`, readers.addresses);
    all.push(...(await readers.tell(`${title}, Folge ${n}.`)));
  }
  problems.equal(`inboxes that did not show "${title}"`, all.filter(Number.isNaN).length, 0);
  return all;
}

/**
 * Five sign-ins while the letters of the town wait; returns the milliseconds of each from the first request to the
 * session.
 */
async function signInMeanwhile(scene: Scene): Promise<readonly number[]> {
  const { place, stage, mailTarget, problems } = scene;
  await tellMany(scene, 'Alles wieder trocken');
  await becomesTrue(async () => (await waiting(scene)) > 100, 20_000);
  const all: number[] = [];
  for (let n = 0; n < 5; n++) {
    const began = performance.now();
    await signIn(place.port, mailTarget, `neu${n}@example.org`, `10.249.1.${n}`);
    all.push(performance.now() - began);
  }
  problems.require((await waiting(scene)) > 0 || stage.isShort, 'nothing waited any more: the sign-ins prove nothing');
  problems.require(Math.max(...all) < 5000, `a code came after ${Math.max(...all)} ms`);
  return all;
}

/** One domain stalls each letter for 15 s; returns the seconds until all letters of another town have arrived. */
async function tellSlowDomain({ place, other, expected, mailTarget, problems }: Scene): Promise<string> {
  const stuck = await gatherCrowd(
    place,
    'Im Moor',
    Array.from({ length: 6 }, (_, n) => `t${n}@tarpit.example`),
  );
  expected.set('Post ins Moor', stuck.addresses);
  expected.set('Markt nebenan', other.addresses);
  await publish(place.port, place.admin, stuck.groupId, 'Post ins Moor');
  await pause(500);
  const began = performance.now();
  await publish(place.port, other.place.admin, other.groupId, 'Markt nebenan');
  const areThere = (): boolean =>
    mailTarget.letters.filter(({ text }) => text.includes('Markt nebenan')).length >= other.addresses.length;
  problems.require(await becomesTrue(areThere, 60_000), "another town's letters waited for a domain that stalls");
  const seconds = (performance.now() - began) / 1000;
  problems.require(seconds < 45, `another town's letters waited ${seconds} s for a domain that stalls`);
  mailTarget.releaseTarpit();
  return seconds.toFixed(1);
}

async function settle(scene: Scene): Promise<void> {
  const isDone = async (): Promise<boolean> => {
    const { open, jobs } = await countRows(scene.stage.postgres, scene.place.database);
    return open + jobs === 0;
  };
  scene.problems.require(await becomesTrue(isDone, 600_000, 500), 'letters are still under way after ten minutes');
}

function judge({ mailTarget, expected, many, problems }: Scene, rows: { sent: number; failed: number }) {
  const account = countLetters(mailTarget.letters, expected);
  problems.equal('letters lost', account.lost, 0);
  problems.equal('repeats under another Message-ID', account.unrecognised, 0);
  problems.require(account.repeats <= 6, `${account.repeats} repeats`); // a change of mood loses replies
  const gone = many.addresses.slice(0, 10);
  problems.equal('rows failed for good', rows.failed, 4 * gone.length);
  problems.equal('tries at addresses that do not exist', Math.max(...gone.map((to) => mailTarget.askedFor(to))), 4);
  return account;
}

/** Whether at least `least` letters have failed with an error like `pattern`. */
function failsWith({ place }: Scene, pattern: string, least: number): Promise<boolean> {
  const query = `select count(*)::int as n from delivery where failure ~ '${pattern}'`;
  return becomesTrue(
    async () => ((await place.postgres.rows<{ n: number }>(place.database, query))[0]?.n ?? 0) >= least,
    60_000,
  );
}

async function waiting({ stage, place }: Scene): Promise<number> {
  return (await countRows(stage.postgres, place.database)).open;
}

function spanOf(ms: readonly number[]): string {
  return `${Math.round(quantile(ms, 0.5))}, ${Math.round(quantile(ms, 0.99))}`;
}
