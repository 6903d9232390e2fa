import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseControls, type Controlled, readControlMode } from '../../faults/harness/choice.ts';
import { endAll, endOnSignals } from '../../faults/harness/ending.ts';
import { say } from '../../faults/harness/report.ts';
import { startTown } from '../harness/town.ts';
import { type Mistake, mistakes, withMistake } from './mistakes.ts';
import { type Documents, type Part, type Played, playGuide } from './play.ts';

/**
 * `npm run guide`: runs the examples of the partner guide and compares their output with the guide. `--controls
 * all|none|third`: which planted mistakes must turn it red afterwards; by default a third selected by the hash of the
 * commit, and those in files that changed lately.
 */
const { values } = parseArgs({ options: { controls: { type: 'string', default: 'third' } } });
const mode = readControlMode(values.controls);
const docs = resolve(import.meta.dirname, '../../docs');
/** Number of the section that makes the key; it runs once, on the town that all others are copied from. */
const keySection = 1;

endOnSignals();
try {
  const documents = readDocuments();
  say('seeding a town');
  const seeded = await startTown();
  const made = await playGuide(seeded, documents, { includes: (section) => section <= keySection, key: '' });
  await seeded.stop();
  const play = (changed: Documents, includes: Part['includes']): Promise<Played> =>
    playOnCopy(seeded.dataDir, changed, { includes, key: made.key });
  const { blocks } = await play(documents, (section) => section > keySection);
  say(`${made.blocks + blocks} blocks of the guide are as it says`);
  const { chosen, reasons } = chooseControls(mistakes.map(controlOf), mode);
  for (const reason of reasons) say(reason);
  for (const mistake of mistakes.filter(({ what }) => chosen.has(what))) {
    const includes = (section: number): boolean => mistake.sections.includes(section);
    const failure = await failureOf(play(withMistake(documents, mistake), includes));
    if (failure === null) throw new Error(`with ${mistake.what} it stays green`);
    say(`with ${mistake.what} it turns red: ${failure.slice(0, 160)}`);
  }
} catch (error) {
  console.error(`the guide is wrong: ${messageOf(error)}`);
  process.exitCode = 1;
} finally {
  await endAll();
}

function controlOf({ what, in: name }: Mistake): Controlled {
  const file = name === 'guide' ? 'docs/partner-guide.md' : `docs/programs/${name}`;
  return { name: what, control: { patches: [{ file }] } };
}

/** Runs a part of the guide on a copy of the seeded town, so that each run starts with the same reports. */
async function playOnCopy(seeded: string, documents: Documents, part: Part): Promise<Played> {
  const town = await startTown(undefined, {}, { copied: seeded });
  try {
    return await playGuide(town, documents, part);
  } finally {
    await town.stop();
  }
}

function readDocuments(): Documents {
  const names = readdirSync(join(docs, 'programs'));
  const texts = names.map((name) => [name, readFileSync(join(docs, 'programs', name), 'utf8')]);
  return { guide: readFileSync(join(docs, 'partner-guide.md'), 'utf8'), programs: Object.fromEntries(texts) };
}

/** Why a play failed; null: it did not. */
function failureOf(played: Promise<Played>): Promise<string | null> {
  return played.then(() => null, messageOf);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
