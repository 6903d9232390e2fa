// Every defect that faults/ and e2e/ plant must match its source exactly once, because a control without its defect
// proves nothing.
import { join } from 'node:path';
import ts from 'typescript';
import { listSources, readSource } from './tree.mjs';

const root = join(import.meta.dirname, '..');
const parts = ['file', 'find', 'replace'];
const problems = [];
let count = 0;

for (const path of listSources(root, ['faults', 'e2e'])) {
  const source = ts.createSourceFile(path, readSource(root, path), ts.ScriptTarget.Latest, true);
  look(source, path);
}
if (count === 0) problems.push('no planted defect was found at all');
for (const problem of problems) console.log(problem);
console.log(`${count} planted defects, ${problems.length} that do not fit`);
process.exitCode = problems.length > 0 ? 1 : 0;

function look(node, path) {
  if (ts.isObjectLiteralExpression(node)) judge(node, path);
  ts.forEachChild(node, (child) => look(child, path));
}

function judge({ properties }, path) {
  const said = new Map(properties.filter(ts.isPropertyAssignment).map((one) => [one.name.getText(), one.initializer]));
  if (said.size !== parts.length || !parts.every((part) => said.has(part))) return;
  count++;
  const file = textOf(said.get('file'));
  const find = textOf(said.get('find'));
  if (file === undefined || find === undefined) {
    problems.push(`${path}: where a defect is planted must be written out: ${said.get('find').getText()}`);
    return;
  }
  const matches = readSource(root, file).split(find).length - 1;
  if (matches !== 1) problems.push(`${path}: fits ${file} ${matches} times: ${find}`);
}

function textOf(node) {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}
