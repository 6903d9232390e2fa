import { ask, codesOf } from './harness/http.ts';
import { startMailServer } from './harness/mail.ts';
import { clientIp, type Person } from './harness/people.ts';
import { startProduct } from './harness/product.ts';
import { countWords, type Findings, median, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { becomesTrue } from './harness/waiting.ts';

/** Unconfirmed requests of one address, and of the installation in one minute, that need no proof of work. */
const freeOfAddress = 60;
const freeOfMinute = 120;
/** Number of requests at a time. So many more may be in flight while the limit is reached. */
const together = 20;

export const flood: StagedScenario = {
  name: 'flood',
  promise:
    'a flood of sign-ins that computes nothing, from one address and from many, for known and unknown mailboxes alike: mails up to the bound, same answers',
  control: {
    title: 'nobody needs a proof of work',
    patches: [
      {
        file: 'server/kernel/door.ts',
        find: 'if (used <= rate.free && !isUnusual) return pass;',
        replace: 'if (rate.free > 0) return pass;',
      },
    ],
  },
  attempt: floodDoor,
};

const request = `mutation($email: String!) { requestSignIn(input: { email: $email }) {
  expiresAt proofChallenge userErrors { code } } }`;

/** Answer to one request. */
interface Asked {
  readonly isKnown: boolean;
  readonly word: string;
  /** Names of the answer's fields that are not null. */
  readonly form: string;
  readonly ms: number;
}

async function floodDoor(stage: Stage, folder: string): Promise<Findings> {
  const { database: _database, ...settings } = await stage.copyTown();
  let mails = 0;
  const mail = await startMailServer({ onLetter: () => void mails++ });
  const server = await startProduct(folder, { ...settings, SMTP_URL: mail.url });
  const count = stage.isShort ? 250 : 2500;
  const problems = new Problems();
  const began = performance.now();
  const single = await sendMany(server.port, stage.town.people, count, () => clientIp(320_000));
  const many = await sendMany(server.port, stage.town.people, count, (n) => clientIp(330_000 + n));
  const seconds = (performance.now() - began) / 1000;
  const admitted = (answers: readonly Asked[]): number => answers.filter(({ word }) => word === 'accepted').length;
  const expected = admitted(single) + admitted(many);
  const areSent = await becomesTrue(() => mails >= expected, 60_000);
  await server.stop();

  problems.require(areSent, `${mails} mails for ${expected} accepted requests`);
  problems.equal('mails', mails, expected);
  const singleBound = freeOfAddress + together;
  problems.require(admitted(single) <= singleBound, `${admitted(single)} mails for the requests of one address`);
  const bound = (Math.ceil(seconds / 60) + 1) * (freeOfMinute + together);
  problems.require(expected <= bound, `${expected} mails, at most ${bound} are allowed`);
  judgeAlike(single, problems);
  judgeAlike(many, problems);
  return {
    figures: {
      requests: `${2 * count} in ${seconds.toFixed(1)} s`,
      'one address': countWords(single.map(({ word }) => word)),
      'many addresses': countWords(many.map(({ word }) => word)),
      mails: `${mails} of at most ${bound}`,
      'median, known and unknown': [true, false].map((is) => `${medianOf([...single, ...many], is)} ms`).join(' and '),
    },
    problems: problems.list,
  };
}

/** Requests sign-ins for known and unknown mailboxes by turns; each address is used for one of both. */
async function sendMany(
  port: number,
  people: readonly Person[],
  count: number,
  ipOf: (n: number) => string,
): Promise<Asked[]> {
  const answers: Asked[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const isKnown = n % 2 === 0;
      const known = people[Math.floor(n / 2) % people.length]!.email;
      const began = performance.now();
      const answer = await ask(port, { ip: ipOf(n) }, request, {
        email: isKnown ? known : `stranger${n}@example.org`,
      });
      const payload: object = answer.data?.requestSignIn ?? {};
      const form = Object.entries(payload).filter(([, value]) => value !== null);
      const word = codesOf(answer)[0] ?? 'accepted';
      answers.push({ isKnown, word, form: form.map(([name]) => name).join(' '), ms: performance.now() - began });
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  return answers;
}

/** Known and unknown mailboxes get the same kinds of answers, and equally often up to the requests in flight. */
function judgeAlike(answers: readonly Asked[], problems: Problems): void {
  const [known, unknown] = [true, false].map((is) => answers.filter(({ isKnown }) => isKnown === is));
  const formsOf = (some: readonly Asked[] = []): string =>
    [...new Set(some.map(({ word, form }) => `${word}: ${form}`))].sort().join('; ');
  problems.equal('answers for known mailboxes', formsOf(known), formsOf(unknown));
  const refused = [known, unknown].map((some = []) => some.filter(({ word }) => word !== 'accepted').length);
  const difference = Math.abs((refused[0] ?? 0) - (refused[1] ?? 0));
  problems.require(difference <= together, `refused for known mailboxes ${refused[0]}, unknown ${refused[1]}`);
}

function medianOf(answers: readonly Asked[], isKnown: boolean): string {
  return median(answers.filter((answer) => answer.isKnown === isKnown).map(({ ms }) => ms)).toFixed(1);
}
