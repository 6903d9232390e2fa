import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { atEnd } from '../../faults/harness/ending.ts';
import type { Town } from '../harness/town.ts';
import { type Block, readBlocks } from './blocks.ts';
import { compareJson, compareText } from './matching.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const root = resolve(import.meta.dirname, '../..');

/** State of a run: the folder and terminals of the reader, and the last output of the first terminal. */
interface Reader {
  readonly folder: string;
  readonly town: Town;
  readonly terminals: Map<string, Terminal>;
  key: string;
  last: string;
}

/** The guide and the programs that it names, by file name. */
export interface Documents {
  readonly guide: string;
  readonly programs: Readonly<Record<string, string>>;
}

/** Sections of the guide that run, and the key to use if the section that makes one is left out. */
export interface Part {
  includes(section: number): boolean;
  readonly key: string;
}

/** Number of blocks that were played, and the key that the guide has made, else the one that was given. */
export interface Played {
  readonly blocks: number;
  readonly key: string;
}

/** Runs the guide from top to bottom. Throws with the line of the first difference. */
export async function playGuide(town: Town, { guide, programs }: Documents, part: Part): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-guide-'));
  atEnd(() => {
    rmSync(folder, { recursive: true });
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
  const reader: Reader = { folder, town, terminals: new Map(), key: part.key, last: '' };
  const blocks = readBlocks(guide).filter(({ section }) => part.includes(section));
  try {
    for (const block of blocks) await playAtLine(reader, block);
  } finally {
    for (const terminal of reader.terminals.values()) terminal.close();
  }
  return { blocks: blocks.length, key: reader.key };
}

async function playAtLine(reader: Reader, block: Block): Promise<void> {
  try {
    await playBlock(reader, block);
  } catch (error) {
    throw new Error(`line ${block.line}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function playBlock(reader: Reader, block: Block): Promise<void> {
  switch (block.kind) {
    case 'sh':
      await typeBlock(reader, block);
      break;
    case 'text':
    case 'json':
      await compareBlock(reader, block);
      break;
    case 'graphql':
      validateBlock(block);
  }
}

async function typeBlock(reader: Reader, { text, place }: Block): Promise<void> {
  if (text.startsWith('npm run ')) reader.last = await runCommand(reader, text);
  else if (place === '') reader.last = await terminalOf(reader, place).type(text);
  else terminalOf(reader, place).start(text);
}

/**
 * Runs an operator's command in the folder of the installation. The server stops meanwhile, because only one process
 * can use the embedded database.
 */
async function runCommand(reader: Reader, text: string): Promise<string> {
  const { town } = reader;
  await town.stop();
  const operator = openTerminal(root, { DATA_DIR: town.dataDir, PORT: String(town.port), LOG_LEVEL: 'warn' });
  const output = await operator.type(text.replace('npm run ', 'npm run --silent '));
  await town.start();
  reader.key = /ortsfunk_\S+/.exec(output)?.[0] ?? reader.key;
  return output;
}

function terminalOf(reader: Reader, place: string): Terminal {
  const { folder, town, key, terminals } = reader;
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;
  const terminal = terminals.get(place) ?? openTerminal(folder, { PATH: path, ORTSFUNK: town.origin, KEY: key });
  terminals.set(place, terminal);
  return terminal;
}

/** For operations that need the session of a person: they are not sent, but must fit the schema. */
function validateBlock({ text }: Block): void {
  const schema = buildSchema(readFileSync(join(root, 'schema/schema.graphql'), 'utf8'));
  const [error] = validate(schema, parse(text));
  if (error !== undefined) throw error;
}

async function compareBlock(reader: Reader, { kind, place, text }: Block): Promise<void> {
  const compare = kind === 'json' ? compareJson : compareText;
  const printed =
    place === '' ? reader.last : await terminalOf(reader, place).printed((seen) => compare(text, seen) === null);
  const difference = compare(text, printed);
  if (difference !== null) throw new Error(difference);
}
