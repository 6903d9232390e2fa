// Prints the files whose turn it is in this run, one a line: `node scripts/turn.mjs [--changed] [--always <folder>] <pattern> …`
// takes half of the committed files of the patterns, selected by the hash of the commit. `--changed` adds those that changed
// in the last commits, `--always` (repeatable) all in a folder. Without enough history it prints all.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { depth, groupOf, readHistory } from '../faults/harness/history.ts';

const groups = 2;
const { values, positionals } = parseArgs({
  options: { changed: { type: 'boolean' }, always: { type: 'string', multiple: true, default: [] } },
  allowPositionals: true,
});
const files = execFileSync('git', ['ls-files', '--', ...positionals], { encoding: 'utf8' })
  .trim()
  .split('\n');
const history = readHistory();
const group = typeof history === 'string' ? undefined : groupOf(history, groups);
const isChosen = (file, place) =>
  group === undefined ||
  place % groups === group ||
  (values.changed && history.changed.has(file)) ||
  values.always.some((folder) => file.startsWith(folder));
const chosen = files.filter(isChosen);
const why =
  group === undefined
    ? `all, because ${history}`
    : `group ${group + 1} of ${groups}, by the hash of commit ${history.commit.slice(0, 9)}` +
      (values.changed ? `, and what changed since HEAD~${depth}` : '');
console.error(`${chosen.length} of ${files.length} files: ${why}`);
console.log(chosen.join('\n'));
