import { type Product, type Settings, startProduct } from '../harness/product.ts';
import { type Findings, Problems } from '../harness/scenario.ts';
import type { Stage } from '../harness/stage.ts';
import { becomesTrue } from '../harness/waiting.ts';
import { countLetters, countRows, gatherCrowd } from './crowd.ts';
import { publish } from '../harness/posts.ts';
import { type MailTarget, type Moment, openMailTarget } from './mailTarget.ts';

const recipients = 25;
/** Number of letters of one job that are begun and not stored, and therefore the most that a kill repeats. */
const slots = 12;
/**
 * Moments of the kills: before the letter arrives, after it has arrived but without a reply to the sender, and after
 * the reply.
 */
const moments: readonly Moment[] = ['recipient', 'letter', 'answered'];

/**
 * Kills the server once per post while its mail is sent. No letter may be lost, and at most one per kill and slot may
 * be repeated.
 */
export async function killWhileSending(stage: Stage, folder: string, kills: number): Promise<Findings> {
  const { database, ...copy } = await stage.copyTown();
  const mailTarget = await openMailTarget();
  const settings: Settings = { ...copy, SMTP_URL: mailTarget.url };
  let server = await startProduct(folder, settings);
  const { municipalityId, admin } = stage.town;
  const place = { postgres: stage.postgres, database, port: server.port, admin, municipalityId };
  const addresses = Array.from({ length: recipients }, (_, n) => `kill${n}@one.example`);
  const { groupId } = await gatherCrowd(place, 'Gartenfreunde', addresses);

  const problems = new Problems();
  const expected = new Map<string, readonly string[]>();
  for (let round = 0; round < kills; round++) {
    const title = `Pflanztag Nummer ${round} am Ufer`;
    expected.set(title, addresses);
    const killed = killAt(mailTarget, server, moments[round % moments.length] ?? 'letter', 2 + ((5 * round) % 17));
    await publish(server.port, admin, groupId, title);
    problems.require(await killed, 'the moment for the kill did not come');
    server = await startProduct(folder, settings);
  }
  const isDone = async (): Promise<boolean> => {
    const { open, jobs } = await countRows(stage.postgres, database);
    return open + jobs === 0;
  };
  problems.require(await becomesTrue(isDone, 90_000), 'letters are still under way');
  const rows = await countRows(stage.postgres, database);
  await server.stop();

  const { lost, repeats, unrecognised } = countLetters(mailTarget.letters, expected);
  problems.equal('letters lost', lost, 0);
  problems.require(repeats <= kills * slots, `${repeats} repeats after ${kills} kills`);
  problems.equal('repeats under another Message-ID', unrecognised, 0);
  problems.equal('rows marked as sent', rows.sent, kills * recipients);
  const figures = `kills ${kills}, letters ${kills * recipients}, lost ${lost}, repeats ${repeats}`;
  return { figures: { killed: figures }, problems: problems.list };
}

/** Kills the process at this moment of its `nth` letter; returns false when the moment does not come within 60 s. */
export async function killAt(mailTarget: MailTarget, server: Product, moment: Moment, nth: number): Promise<boolean> {
  let seen = 0;
  let isKilled = false;
  mailTarget.watch((current) => {
    if (isKilled || current !== moment || ++seen < nth) return;
    isKilled = true;
    server.process.kill('SIGKILL');
  });
  const wasKilled = await becomesTrue(() => isKilled, 60_000, 20);
  if (wasKilled) await server.process.exited;
  else await server.kill();
  return wasKilled;
}
