// Draws small mistakes in the rules and services of all domains, for scripts/mutants.mjs.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Comparisons with the one that moves their bound by one. */
const movedBounds = new Map([
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
]);

/** Conditions of SQL that have no parameter and can therefore be removed alone. */
const sqlCondition =
  /\s+and (?:not [\w.]+|[\w.]+ (?:is (?:not )?null|(?:=|<>|[<>]=?) (?:'[^']*'|[\w.]+(?:\(\))?)))(?=\s|$)/gi;

/** Mistakes that can be made at a node, as [kind, start, end, new text]. */
function mistakesAt(node, text) {
  const replace = (kind, part, by) => [kind, part.getStart(), part.getEnd(), by];
  if (ts.isIfStatement(node)) return [replace('condition', node.expression, `!(${node.expression.getText()})`)];
  if (ts.isConditionalExpression(node)) return [replace('condition', node.condition, `!(${node.condition.getText()})`)];
  if (ts.isBinaryExpression(node) && movedBounds.has(node.operatorToken.kind))
    return [replace('bound', node.operatorToken, movedBounds.get(node.operatorToken.kind))];
  if (ts.isNumericLiteral(node) && !ts.isTypeNode(node.parent)) {
    const value = Number(node.text);
    return [value - 1, value + 1].filter((one) => one >= 0).map((one) => replace('bound', node, `${one}`));
  }
  if (ts.isCallExpression(node) && node.expression.name?.text === 'filter')
    return [replace('filter', node, node.expression.expression.getText())];
  if (!ts.isTemplateLiteralToken(node) && !ts.isStringLiteral(node)) return [];
  const literal = text.slice(node.getStart(), node.getEnd() - 1);
  return [...literal.matchAll(sqlCondition)].map(({ index, 0: found }) => {
    const start = node.getStart() + index;
    return ['filter', start, start + found.length, ''];
  });
}

/** All mistakes that can be made in a file. */
function mistakesIn(root, file) {
  const text = readFileSync(join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    for (const [kind, start, end, by] of mistakesAt(node, text)) {
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      found.push({ kind, file, line, start, end, by, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * Text of the file in a checkout with the mistake. In a file that differs from that of the first checkout, the lines of the
 * mistake and one before and after it must exist exactly once; otherwise undefined.
 */
export function mutate(root, { file, text, start, end, by }) {
  const path = join(root, file);
  const current = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const from = current === text ? 0 : text.lastIndexOf('\n', text.lastIndexOf('\n', start) - 1) + 1;
  const to = current === text ? text.length : text.indexOf('\n', text.indexOf('\n', end) + 1);
  const parts = current.split(text.slice(from, to));
  return parts.length === 2 ? parts.join(text.slice(from, start) + by + text.slice(end, to)) : undefined;
}

/** One line about a mistake: its kind, its place, the text and what stands there instead. */
export function describeMutant({ kind, file, line, text, start, end, by }) {
  return `${kind}  ${file}:${line}  ${text.slice(start, end).trim()}  ->  ${by || 'nothing'}`.replace(/\s*\n\s*/g, '');
}

/** Domain of a file: its folder in `server`. */
export function domainOf(file) {
  return file.split('/')[1];
}

/**
 * Draws from all domains with tests in turn and, within a domain, from all kinds of mistakes that fit each checkout. The
 * same seed draws the same mistakes.
 */
export function drawMutants(roots, count, seed) {
  const files = globSync('server/**/*.{rules,service}.ts', { cwd: roots[0] }).sort();
  const pick = pickerOf(seed);
  const domains = [...new Set(files.map(domainOf))].filter((domain) => hasTests(roots[0], domain));
  const order = [];
  while (domains.length > 0) order.push(pick(domains));
  const all = files.flatMap((file) => mistakesIn(roots[0], file));
  const tested = all.filter(({ file }) => order.includes(domainOf(file)));
  const left = Map.groupBy(tested, ({ file, kind }) => `${domainOf(file)} ${kind}`);
  const drawn = [];
  while (drawn.length < count && [...left.values()].some(({ length }) => length > 0)) {
    const domain = order[0];
    order.push(order.shift());
    const kinds = ['condition', 'bound', 'filter'].filter((kind) => left.get(`${domain} ${kind}`)?.length > 0);
    if (kinds.length === 0) continue;
    const mutant = pick(left.get(`${domain} ${pick(kinds)}`));
    if (roots.every((root) => mutate(root, mutant) !== undefined)) drawn.push(mutant);
  }
  return drawn;
}

function hasTests(root, domain) {
  return globSync(`server/${domain}/**/*.test.ts`, { cwd: root }).length > 0;
}

/** Function that removes one element of a list and returns it; the seed decides which (mulberry32). */
function pickerOf(seed) {
  let state = seed;
  return (list) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return list.splice(((mixed ^ (mixed >>> 14)) >>> 0) % list.length, 1)[0];
  };
}
