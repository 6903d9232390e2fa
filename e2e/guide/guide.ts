import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { endAll, endOnSignals } from '../../faults/harness/ending.ts';
import { say } from '../../faults/harness/report.ts';
import { startTown, type Town } from '../harness/town.ts';
import { playGuide } from './play.ts';

/** `npm run guide`: what the guide for partners shows is run, and must print what the guide says. */
const path = resolve(import.meta.dirname, '../../docs/partner-guide.md');

/** The guide with one mistake each: a run that stayed green with them would prove nothing. */
const mistakes = [
  { what: 'a field that does not exist', find: 'partnerKey { name scopes', replace: 'partnerKey { name rights' },
  { what: 'an answer that does not come', find: '"hasNextPage": true', replace: '"hasNextPage": false' },
  { what: 'a client that asks for what is not there', find: 'cursor reset entries', replace: 'cursor reset issues' },
];

endOnSignals();
try {
  const guide = readFileSync(path, 'utf8');
  say('starting the product on a fresh folder');
  const town = await startTown();
  const blocks = await playGuide(town, guide);
  say(`${blocks} blocks of the guide are as it says`);
  for (const mistake of mistakes) await mustFail(town, guide, mistake);
} catch (error) {
  console.error(`the guide is wrong: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await endAll();
}

async function mustFail(town: Town, guide: string, { what, find, replace }: (typeof mistakes)[number]): Promise<void> {
  if (guide.split(find).length !== 2) throw new Error(`the planted mistake does not fit the guide once: ${find}`);
  const failure = await playGuide(town, guide.replace(find, replace)).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (failure === null) throw new Error(`with ${what} it stays green`);
  say(`with ${what} it turns red: ${failure.slice(0, 120)}`);
}
