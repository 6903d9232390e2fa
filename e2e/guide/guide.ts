import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { endAll, endOnSignals } from '../../faults/harness/ending.ts';
import { say } from '../../faults/harness/report.ts';
import { startTown } from '../harness/town.ts';
import { type Documents, playGuide } from './play.ts';

/** `npm run guide`: runs the examples of the partner guide and compares their output with the guide. */
const docs = resolve(import.meta.dirname, '../../docs');
const programs = ['follow.mts', 'follow.py'] as const;

/** Controls: one mistake each in the guide or in one of its programs, which must turn the run red. */
const mistakes = [
  {
    what: 'a field that does not exist',
    in: 'guide',
    find: 'partnerKey { name scopes',
    replace: 'partnerKey { name rights',
  },
  { what: 'an answer that does not come', in: 'guide', find: '"hasNextPage": true', replace: '"hasNextPage": false' },
  {
    what: 'a program that asks for what is not there',
    in: 'follow.mts',
    find: 'removedIds entries',
    replace: 'removedIds issues',
  },
  {
    what: 'a program that drops what came',
    in: 'follow.py',
    find: 'keep(state, update["cursor"], news',
    replace: 'keep(state, update["cursor"], []',
  },
] as const;

endOnSignals();
try {
  const documents = readDocuments();
  say('seeding a town');
  const seeded = await startTown();
  await seeded.stop();
  const play = (changed: Documents): Promise<number> => playOnCopy(seeded.dataDir, changed);
  say(`${await play(documents)} blocks of the guide are as it says`);
  for (const mistake of mistakes) await mustFail(play, documents, mistake);
} catch (error) {
  console.error(`the guide is wrong: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await endAll();
}

/** Runs the guide on a copy of the seeded town, so that each run starts with the same reports. */
async function playOnCopy(seeded: string, documents: Documents): Promise<number> {
  const town = await startTown(undefined, {}, { copied: seeded });
  try {
    return await playGuide(town, documents);
  } finally {
    await town.stop();
  }
}

function readDocuments(): Documents {
  const texts = programs.map((name) => [name, readFileSync(join(docs, 'programs', name), 'utf8')]);
  return { guide: readFileSync(join(docs, 'partner-guide.md'), 'utf8'), programs: Object.fromEntries(texts) };
}

async function mustFail(
  play: (documents: Documents) => Promise<number>,
  documents: Documents,
  mistake: (typeof mistakes)[number],
): Promise<void> {
  const failure = await play(withMistake(documents, mistake)).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (failure === null) throw new Error(`with ${mistake.what} it stays green`);
  say(`with ${mistake.what} it turns red: ${failure.slice(0, 160)}`);
}

function withMistake(documents: Documents, mistake: (typeof mistakes)[number]): Documents {
  const { guide, programs: sources } = documents;
  const { in: name, find, replace } = mistake;
  const text = name === 'guide' ? guide : (sources[name] ?? '');
  if (text.split(find).length !== 2) throw new Error(`the planted mistake does not fit ${name} once: ${find}`);
  const changed = text.replace(find, replace);
  return name === 'guide'
    ? { guide: changed, programs: sources }
    : { guide, programs: { ...sources, [name]: changed } };
}
