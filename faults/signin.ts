import type { Client } from './harness/http.ts';
import { type Letter, startMailServer } from './harness/mail.ts';
import { clientIp, codeIn, confirmWith, type Person, requestCode } from './harness/people.ts';
import { startProduct } from './harness/product.ts';
import { countWords, type Findings, median, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { becomesTrue, pause } from './harness/waiting.ts';

const ownerCount = 50;
const attackerIps = 100;
/** Mails that a mailbox receives in an hour, however many are requested. */
const mailsPerHour = 10;
/** Time in milliseconds in which everybody must have signed in. */
const signInWithinMs = 60_000;

export const signInAttack: StagedScenario = {
  name: 'signin',
  promise: `attackers with 1 and with ${attackerIps} addresses request codes and guess: ${ownerCount} of ${ownerCount} owners sign in by mail within a minute`,
  control: {
    title: 'five wrong codes lock the link of the mail too',
    patches: [
      {
        file: 'server/identity/identity.service.ts',
        find: 'delete from sign_in where link_hash = ?\n',
        replace: 'delete from sign_in where link_hash = ? and tries < 5\n',
      },
    ],
  },
  attempt: attackSignIn,
};

/** Mails by recipient, the newest last. */
type Mailboxes = ReadonlyMap<string, Letter[]>;

async function attackSignIn(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const { database: _database, ...settings } = await stage.copyTown();
  const owners = stage.town.people.slice(0, ownerCount);
  const mailboxes: Mailboxes = new Map(owners.map(({ email }) => [email, []]));
  const mail = await startMailServer({ onLetter: (letter) => mailboxes.get(letter.to)?.push(letter) });
  const server = await startProduct(folder, { ...settings, SMTP_URL: mail.url });
  const { port } = server;
  const problems = new Problems();
  // The short form fills some mailboxes; all are attacked while the owners sign in.
  let targets = stage.isShort ? owners.slice(0, 12) : owners;
  const single = startAttack(port, () => targets, [clientIp(300_000)]);
  const addresses = Array.from({ length: attackerIps }, (_, n) => clientIp(300_001 + n));
  const many = startAttack(port, () => targets, addresses);
  const fullBoxes = (): number[] =>
    [...owners.keys()].filter((n) => boxOf(owners[n]!, mailboxes).length >= mailsPerHour);
  const areFull = await becomesTrue(() => fullBoxes().length === targets.length, 240_000);
  problems.require(areFull, `the attack filled ${fullBoxes().length} mailboxes instead of ${targets.length}`);

  targets = owners;
  const full = fullBoxes();
  // In the control nobody signs in later who has not done so within seconds.
  const patienceMs = isControl ? 8000 : signInWithinMs;
  const visits = await Promise.all(
    owners.map((owner, n) => signInAnyway(port, owner, n, boxOf(owner, mailboxes), patienceMs)),
  );
  const words = [...(await single.stop()), ...(await many.stop())];
  await server.stop();
  const known = full.filter(isKnown).map((n) => visits[n]!);
  const strange = full.filter((n) => !isKnown(n)).map((n) => visits[n]!);
  const others = visits.filter((_visit, n) => !full.includes(n));
  problems.equal('owners who signed in', visits.filter(({ way }) => way !== 'refused').length, ownerCount);
  problems.equal('codes accepted in known browsers', known.filter(({ way }) => way === 'code').length, known.length);
  const took = visits.map(({ ms }) => ms);
  const most = Math.max(...[...mailboxes.values()].map((box) => box.length));
  // An owner in a known browser gets a mail of their own, and a used link makes room for another.
  problems.require(most <= mailsPerHour + 2, `a mailbox got ${most} mails`);
  return {
    figures: {
      attack: countWords(words),
      'most mails to one mailbox': most,
      'full mailboxes, known browsers': countWords(known.map(({ way }) => way)),
      'full mailboxes, new browsers': countWords(strange.map(({ way }) => way)),
      'other mailboxes': countWords(others.map(({ way }) => way)),
      'time to sign in': `median ${Math.round(median(took))} ms, longest ${Math.round(Math.max(...took))} ms`,
    },
    problems: problems.list,
  };
}

function boxOf({ email }: Person, mailboxes: Mailboxes): readonly Letter[] {
  return mailboxes.get(email) ?? [];
}

interface Attack {
  /** Ends the attack; returns the answers to its requests and guesses. */
  stop(): Promise<string[]>;
}

/**
 * Requests ten mails for one mailbox after another, each from the next address, and enters five wrong codes after each
 * request, until the attack is stopped.
 */
function startAttack(port: number, targets: () => readonly Person[], ips: readonly string[]): Attack {
  const words: string[] = [];
  let isOver = false;
  let next = 0;
  const work = async (): Promise<void> => {
    while (!isOver) {
      const n = next++;
      const ip = ips[n % ips.length] ?? '';
      const owners = targets();
      const { email } = owners[Math.floor(n / mailsPerHour) % owners.length]!;
      const { client, word } = await requestCode(port, { ip }, email);
      words.push(`request ${word}`);
      for (let guess = 0; client !== undefined && guess < 5 && !isOver; guess++) {
        words.push(`guess ${(await confirmWith(port, client, { code: '00000000' })).word}`);
      }
      if (client === undefined) await pause(100); // the address has used up its requests
    }
  };
  const workers = Promise.all(Array.from({ length: Math.min(8, ips.length) }, work));
  return {
    stop: async () => {
      isOver = true;
      await workers;
      return words;
    },
  };
}

interface Visit {
  /** Part of the mail that signed the owner in. */
  readonly way: 'code' | 'link' | 'refused';
  readonly ms: number;
}

/** Whether the n-th owner uses a browser in which they have signed in before. */
function isKnown(n: number): boolean {
  return n % 2 === 0;
}

/**
 * Signs in as the page says: requests a code, waits for a mail, types the code of the newest one, and uses its link if
 * the code is refused. Without success the owner waits for a newer mail until `patienceMs` have passed.
 */
async function signInAnyway(
  port: number,
  owner: Person,
  n: number,
  box: readonly Letter[],
  patienceMs: number,
): Promise<Visit> {
  const began = performance.now();
  let read = box.length;
  const device = isKnown(n) ? /(?:^|; )(device=[^;]+)/.exec(owner.cookie)?.[1] : undefined;
  const { client } = await requestCode(port, { ip: clientIp(310_000 + n), cookie: device }, owner.email);
  let way: Visit['way'] = 'refused';
  for (let left = patienceMs; way === 'refused' && left > 0; left = began + patienceMs - performance.now()) {
    await becomesTrue(() => box.length > read, isKnown(n) || box.length === 0 ? left : Math.min(left, 3000));
    read = box.length;
    const newest = box.at(-1);
    if (client !== undefined && newest !== undefined) way = await useMail(port, client, newest.text);
  }
  return { way, ms: performance.now() - began };
}

async function useMail(port: number, client: Client, mail: string): Promise<Visit['way']> {
  const byCode = await confirmWith(port, client, { code: codeIn(mail) });
  if (byCode.client !== undefined) return 'code';
  const token = /\/sign-in\/([\w-]+)/.exec(mail)?.[1] ?? '';
  const byLink = await confirmWith(port, client, { token });
  return byLink.client === undefined ? 'refused' : 'link';
}
