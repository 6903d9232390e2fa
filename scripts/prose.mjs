// Checks the prose of the project: comments, schema descriptions, docs and commit subjects (terms: docs/glossary.md).
// `node scripts/prose.mjs server/poll` lists the candidates below a folder; without a folder every rule is checked.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, visit } from 'graphql';
import ts from 'typescript';
import { findDiagramFaults } from './prose-diagrams.mjs';
import { findDocFaults } from './prose-docs.mjs';

/** First words without a noun: a reader cannot know what the sentence is about. */
const openings =
  /^(It|Its|It's|They|Them|Their|He|She|Who|Whom|Whose|Whoever|What|Whatever|So|There|Here|Such|That|Those|These|Of|As|The same|The rest|The other|The others|Else|Both|Also)\b/;

/** Metaphors in place of a technical term. The second part is the term. */
const metaphors = [
  [/\b(tells?|told|telling)\b/i, 'send, notify, report, return or state'],
  [/\b(hears?|heard|hearing)\b/i, 'receive'],
  [/\bin one breath\b/i, 'in one statement, in one write, at once'],
  [/\bgoodbye\b/i, 'close frame, "leave" message'],
  [/\bwhoever\b/i, 'name the person or program'],
  [/\beverybody pays\b/i, 'name the cost'],
  [/\bdear(er|est)?\b/i, 'expensive'],
  [/\b(mended|mends|mend)\b/i, 'correct, repair'],
  [/\b(makes? good|made good)\b/i, 'correct'],
  [/\bgiv(es?|en|ing) up its\b/i, 'release'],
];

/** @typedef {{ file: string, line: number, rule: string, text: string }} Fault */

/**
 * Faults in one text of a comment or description.
 * @param {string} text
 * @param {readonly { pattern: RegExp, instead: string }[]} forbidden words that the glossary forbids
 * @returns {{ rule: string, text: string }[]}
 */
export function judgeText(text, forbidden = []) {
  const sentence = text.replace(/\s+/g, ' ').trim();
  const faults = [];
  const opening = openings.exec(sentence);
  if (opening) faults.push({ rule: `begins with "${opening[0]}", without a noun`, text: sentence });
  const words = sentence.replace(/`[^`]*`/g, '`…`').replace(/"[^"]*"/g, '"…"');
  for (const [pattern, instead] of metaphors) {
    const found = pattern.exec(words);
    if (found) faults.push({ rule: `"${found[0]}" is a metaphor; write: ${instead}`, text: sentence });
  }
  for (const { pattern, instead } of forbidden) {
    const found = pattern.exec(words);
    if (found) faults.push({ rule: `"${found[0]}" is not a word of the glossary; write: ${instead}`, text: sentence });
  }
  return faults;
}

/**
 * Doc comments of a source text, with their lines. Of a .vue file the script is read.
 * @param {string} name
 * @param {string} source
 * @returns {{ line: number, text: string }[]}
 */
export function docComments(name, source) {
  const script = name.endsWith('.vue') ? /<script[^>]*>([\s\S]*?)<\/script>/.exec(source) : null;
  if (name.endsWith('.vue') && script === null) return [];
  const text = script === null ? source : ' '.repeat(0) + script[1];
  const offset = script === null ? 0 : script.index + script[0].indexOf(script[1]);
  const file = ts.createSourceFile(name.replace(/\.vue$/, '.ts'), text, ts.ScriptTarget.Latest, true);
  const seen = new Map();
  const look = (node) => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [])
      if (text.startsWith('/**', pos)) seen.set(pos, text.slice(pos + 3, end - 2));
    ts.forEachChild(node, look);
  };
  look(file);
  return [...seen].map(([pos, raw]) => ({
    line: source.slice(0, offset + pos).split('\n').length,
    text: raw
      .split('\n')
      .map((part) => part.replace(/^\s*\*? ?/, ''))
      .join('\n')
      .replace(/^\s*@[\s\S]*$/m, ''),
  }));
}

/**
 * Descriptions of the schema, with their lines.
 * @param {string} sdl
 * @returns {{ line: number, text: string }[]}
 */
export function schemaDescriptions(sdl) {
  const found = [];
  visit(parse(sdl), {
    enter: (node) => {
      if ('description' in node && node.description)
        found.push({ line: node.description.loc?.startToken.line ?? 0, text: node.description.value });
    },
  });
  return found;
}

/**
 * Words that the glossary forbids: its last column, `word (→ term)` separated by commas.
 * @param {string} glossary text of docs/glossary.md
 */
export function forbiddenWords(glossary) {
  const rows = glossary
    .split('\n')
    .filter((line) => /^\| [^|-]/.test(line) && /^\| (?!English term)/.test(line) && line.split('|').length >= 6);
  return rows.flatMap((row) => {
    const cells = row.split('|').map((cell) => cell.trim());
    const words = (cells[4] ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '' && word !== '–');
    return words.map((word) => ({
      pattern: new RegExp(`\\b${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}s?\\b`, 'i'),
      instead: cells[1] ?? '',
    }));
  });
}

const root = resolve(import.meta.dirname, '..');
const sources = /^(server|web|schema|e2e|faults|bench|scripts)\/.*\.(ts|mts|mjs|vue)$|^[\w.]+\.ts$/;
const generated = /^web\/gql\/|^server\/testing\/gql\/|^server\/mutationCodes\.ts$|\/migrations\/Migration/;

/** @returns {string[]} */
function trackedFiles() {
  return execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }).trim().split('\n');
}

/**
 * @param {string} below
 * @returns {Fault[]}
 */
function judgeSources(below) {
  const forbidden = forbiddenWords(readFileSync(join(root, 'docs/glossary.md'), 'utf8'));
  const faults = [];
  for (const file of trackedFiles()) {
    if (!file.startsWith(below) || generated.test(file) || !existsSync(join(root, file))) continue;
    const isSchema = file === 'schema/schema.graphql';
    if (!isSchema && !sources.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    const found = isSchema ? schemaDescriptions(text) : docComments(file, text);
    for (const one of found)
      for (const fault of judgeText(one.text, forbidden)) faults.push({ file, line: one.line, ...fault });
  }
  return faults;
}

/** Subjects of commits that are longer than 72 characters, after the commit that added the list of allowed candidates. */
function judgeCommits() {
  try {
    const since = git('log', '--diff-filter=A', '--format=%H', '--', 'scripts/prose.allowed.txt').split('\n').at(-1);
    if (!since) return [];
    const subjects = git('log', '--no-merges', '--format=%h %s', `${since}..HEAD`).split('\n').filter(Boolean);
    return subjects
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)])
      .filter(([, subject]) => subject.length > 72)
      .map(([hash, subject]) => ({
        file: `commit ${hash}`,
        line: 0,
        rule: 'subject over 72 characters',
        text: subject,
      }));
  } catch {
    return []; // a checkout without history has no commits to check
  }
}

/** @param {...string} args */
function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

/**
 * Allowed candidates: `path | start of the text | reason`, one per line.
 * @param {Fault[]} faults
 */
function withoutAllowed(faults) {
  const file = join(root, 'scripts/prose.allowed.txt');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const allowed = lines.filter((line) => line.split(' | ').length === 3).map((line) => line.split(' | '));
  return faults.filter(
    ({ file: path, text }) => !allowed.some(([where, start]) => path === where && text.startsWith(start)),
  );
}

/** @param {Fault} fault */
function shown({ file, line, rule, text }) {
  return `${file}${line > 0 ? `:${line}` : ''}: ${rule}\n    ${text.slice(0, 160)}`;
}

if (process.argv[1] === import.meta.filename) {
  const below = process.argv[2] ?? '';
  const texts = withoutAllowed(judgeSources(below));
  const others = below === '' ? withoutAllowed(await judgeDocs()) : [];
  const faults = [...texts, ...others];
  for (const fault of faults) console.log(shown(fault));
  console.log(`${faults.length} candidates`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

/** @returns {Promise<Fault[]>} */
async function judgeDocs() {
  const files = trackedFiles();
  const docs = files.filter((file) => file.endsWith('.md') && existsSync(join(root, file)));
  const texts = docs.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  return [...findDocFaults(root, files), ...(await findDiagramFaults(texts)), ...judgeCommits()];
}
