// What `npm test` loads starts no program but Node itself, because the machine may have nothing but Node and npm.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { listSources, readSource } from './tree.mjs';

/** [file, program, reason why a file that tests load may name the program] */
const exceptions = [
  ['server/database/backup/postgres.ts', 'the value of program', 'pg_dump and others, only where DATABASE_URL is set'],
  [
    'server/database/backup/backup.test.ts',
    '/bin/sh',
    'stands in for old programs of PostgreSQL, where DATABASE_URL is set',
  ],
  [
    'server/database/migrations/files.ts',
    'git',
    'listCommitted is called by npm run migration and the cross-check only',
  ],
  ['scripts/release.mjs', 'psql', 'npm run release calls it; its test reads text'],
  ['scripts/release.mjs', 'the value of program', 'pg_dump and psql of npm run release; its test reads text'],
];

const advice = 'npm test needs nothing but Node and npm: start the program in a file named *.crosscheck.test.ts';
const crosscheck = '.crosscheck.test.ts';
/** Imports of this repository that remain without types. */
const importOfSource =
  /^(?:import|export) (?!type )(?:[^;']* from )?'(\.[^']+\.(?:ts|mts|mjs|cjs|vue))'|\bimport\('(\.[^']+\.(?:ts|mts|mjs|cjs|vue))'\)/gm;
/** A path below /usr or /opt, or into a folder of programs. */
const programPath = /(?<![\w.~:/-])\/(?:(?:usr|opt|snap)\/|(?:[\w.*+-]+\/)*s?bin(?:\/|$))[\w.*+/-]*/;

/**
 * Programs that are started, and absolute paths of programs that are named, in files that `npm test` loads: test files,
 * server/testing, and all that these import.
 */
export function findPrograms(root, allowed = exceptions) {
  const faults = [...loadedFiles(root)].flatMap(([file, test]) =>
    programsIn(file, readSource(root, file)).map((program) => ({ file, test, program })),
  );
  const isAllowed = ({ file, program }) => allowed.some(([where, what]) => where === file && what === program);
  const needless = allowed.filter(
    ([where, what]) => !faults.some(({ file, program }) => where === file && what === program),
  );
  return [
    ...faults
      .filter((fault) => !isAllowed(fault))
      .map(({ file, test, program }) => `${file}${test === file ? '' : ` (for ${test})`}: uses ${program}; ${advice}`),
    ...needless.map(([file, program]) => `scripts/programs.mjs: the exception of ${program} in ${file} is not needed`),
  ];
}

/** Files that `npm test` loads, each with the file that led to it. */
function loadedFiles(root) {
  const roots = listSources(root, ['server', 'schema', 'e2e', 'web'], '*.{ts,mts}').filter(
    (path) => /\.(test|policy)\.ts$|^server\/testing\//.test(path) && !path.endsWith(crosscheck),
  );
  const loaded = new Map(roots.map((path) => [path, path]));
  for (const [file, test] of loaded) {
    for (const [, statically, dynamically] of readSource(root, file).matchAll(importOfSource)) {
      const path = join(dirname(file), statically ?? dynamically);
      if (!loaded.has(path) && existsSync(join(root, path))) loaded.set(path, test);
    }
  }
  return loaded;
}

function scriptOf(file, text) {
  return file.endsWith('.vue') ? (/<script[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '') : text;
}

/** Source texts of the programs that a file starts or whose path it names. */
function programsIn(file, text) {
  if (!text.includes('child_process') && !programPath.test(text)) return [];
  const source = ts.createSourceFile(file, scriptOf(file, text), ts.ScriptTarget.Latest, true);
  const found = new Set();
  const starters = startersIn(source, found);
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node) && starters.has(node.text)) found.add(programOf(node));
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) found.add(pathIn(node.text));
    if (ts.isTemplateMiddleOrTemplateTail(node)) found.add(pathIn(`x${node.text}`));
    ts.forEachChild(node, visit);
  };
  visit(source);
  found.delete(undefined);
  return [...found];
}

/** Local names of the functions of child_process. */
function startersIn(source, found) {
  const names = new Set();
  for (const { moduleSpecifier, importClause } of source.statements.filter(ts.isImportDeclaration)) {
    if (!moduleSpecifier.text.endsWith('child_process') || importClause?.isTypeOnly) continue;
    const bindings = importClause?.namedBindings;
    if (bindings === undefined || ts.isNamespaceImport(bindings)) found.add('child_process as a whole');
    else for (const { name, isTypeOnly } of bindings.elements) if (!isTypeOnly) names.add(name.text);
  }
  return names;
}

/** Program that a function of child_process starts; undefined: Node, the same as that of the test. */
function programOf(name) {
  const { parent } = name;
  const isPromisified = ts.isCallExpression(parent) && parent.expression.getText() === 'promisify';
  const callee = isPromisified ? parent : name;
  const call = callee.parent;
  if (!ts.isCallExpression(call) || call.expression !== callee) return `${name.text} without a program`;
  const [program] = call.arguments;
  if (program?.getText() === 'process.execPath') return undefined;
  return program !== undefined && ts.isStringLiteral(program) ? program.text : `the value of ${program?.getText()}`;
}

function pathIn(text) {
  if (text.endsWith('child_process')) return text;
  return programPath.exec(text)?.[0];
}
