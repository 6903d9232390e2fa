import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = new URL('../server/mutationCodes.ts', import.meta.url);

/** Codes of top-level errors that are also user errors, in lists of results. */
const topLevel: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND']);

/**
 * Sorted codes of the user errors of each mutation: all literals of type UserErrorCode in the functions that the
 * mutation calls, directly or indirectly. Jobs and calls through interfaces are not followed; tests compare the codes
 * of real answers with this list.
 */
export function findMutationCodes(program: ts.Program): Map<string, string[]> {
  const checker = program.getTypeChecker();
  const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${root}server/`));
  const codes = readCodes(checker, files);
  const listeners = readListeners(checker, files);
  const mutations = files.flatMap(listMutations).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return new Map(mutations.map((method) => [nameOf(method), findCodes(method, { checker, codes, listeners })]));
}

interface Search {
  readonly checker: ts.TypeChecker;
  readonly codes: ReadonlySet<string>;
  /** Listeners by declaration of their event; `on(event, listener)` runs them in the same transaction. */
  readonly listeners: ReadonlyMap<ts.Node, readonly ts.Node[]>;
}

function nameOf(method: ts.MethodDeclaration): string {
  return method.name.getText();
}

function listMutations(file: ts.SourceFile): ts.MethodDeclaration[] {
  const classes = file.statements.filter(ts.isClassDeclaration);
  const methods = classes.flatMap(({ members }) => members.filter(ts.isMethodDeclaration));
  return methods.filter((method) => ts.getDecorators(method)?.some(isMutation));
}

function isMutation({ expression }: ts.Decorator): boolean {
  return ts.isCallExpression(expression) && expression.expression.getText() === 'mutation';
}

/** Members of the type UserErrorCode. */
function readCodes(checker: ts.TypeChecker, files: readonly ts.SourceFile[]): ReadonlySet<string> {
  const statements = files.flatMap((file) => [...file.statements]).filter(ts.isTypeAliasDeclaration);
  const alias = statements.find(({ name }) => name.text === 'UserErrorCode');
  if (alias === undefined) throw new Error('The program has no type UserErrorCode.');
  return new Set(literalsOf(checker.getTypeAtLocation(alias.name)));
}

function readListeners(checker: ts.TypeChecker, files: readonly ts.SourceFile[]): Map<ts.Node, ts.Node[]> {
  const listeners = new Map<ts.Node, ts.Node[]>();
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'on') return;
    const [event, listener] = node.arguments;
    for (const declaration of event && listener ? declarationsOf(checker, event) : [])
      listeners.set(declaration, [...(listeners.get(declaration) ?? []), ...(listener ? [listener] : [])]);
  };
  files.forEach(visit);
  return listeners;
}

/** Functions and constants of the server to which an identifier refers. */
function declarationsOf(checker: ts.TypeChecker, identifier: ts.Node): readonly ts.Node[] {
  const symbol = checker.getSymbolAtLocation(identifier);
  if (symbol === undefined) return [];
  const own = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return (own.declarations ?? []).filter(
    (declaration) =>
      declaration.getSourceFile().fileName.startsWith(`${root}server/`) &&
      (ts.isFunctionDeclaration(declaration) ||
        ts.isMethodDeclaration(declaration) ||
        ts.isVariableDeclaration(declaration)),
  );
}

function literalsOf(type: ts.Type): string[] {
  const members = type.isUnion() ? type.types : [type];
  return members.flatMap((member) => (member.isStringLiteral() ? member.value : []));
}

function findCodes(start: ts.Node, { checker, codes, listeners }: Search): string[] {
  const found = new Set<string>();
  const seen = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    for (const code of codesAt(node)) found.add(code);
    if (ts.isIdentifier(node)) for (const declaration of declarationsOf(checker, node)) follow(declaration);
    ts.forEachChild(node, visit);
  };
  const follow = (declaration: ts.Node): void => {
    if (seen.has(declaration)) return;
    seen.add(declaration);
    visit(declaration);
    for (const listener of listeners.get(declaration) ?? []) visit(listener);
  };

  function codesAt(node: ts.Node): readonly string[] {
    if (ts.isStringLiteral(node)) return isCodeWanted(node) ? [node.text] : [];
    if (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      // SQL that contains codes.
      return [...node.getText().matchAll(/'([A-Z][A-Z_]+)'/g)].flatMap(([, word = '']) => plainCode(word));
    }
    const name = ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) ? node.name.text : '';
    return plainCode(name);
  }

  function plainCode(word: string): string[] {
    return codes.has(word) && !topLevel.has(word) ? [word] : [];
  }

  /** Whether the literal is at a place where only codes are allowed. */
  function isCodeWanted(literal: ts.StringLiteral): boolean {
    const type = codes.has(literal.text) ? checker.getContextualType(literal) : undefined;
    const allowed = type === undefined ? [] : literalsOf(type);
    if (!allowed.some((word) => !topLevel.has(word))) return false;
    if (topLevel.has(literal.text) && allowed.includes('UNAUTHENTICATED')) return false;
    return allowed.every((word) => codes.has(word) || topLevel.has(word));
  }

  visit(start);
  return [...found].sort();
}

/** Program of the server without its tests. */
export function readServer(): ts.Program {
  const { config }: { config?: { compilerOptions: object } } = ts.readConfigFile(`${root}tsconfig.json`, (path) =>
    readFileSync(path, 'utf8'),
  );
  const { options } = ts.convertCompilerOptionsFromJson(config?.compilerOptions, root);
  const files = globSync('server/**/*.ts', { cwd: root }).filter(
    (file) => !/\.(test|policy)\.ts$|\/testing\//.test(file),
  );
  return ts.createProgram(
    files.map((file) => `${root}${file}`),
    options,
  );
}

function write(): void {
  const entries = [...findMutationCodes(readServer())].map(([name, codes]) => `  ${name}: ${JSON.stringify(codes)},`);
  writeFileSync(
    target,
    `// Generated from the source code by \`npm run schema\`; see schema/mutationCodes.ts.
import type { UserErrorCode } from './kernel/names.ts';

/** Codes of the user errors of each mutation. */
export const mutationCodes: Readonly<Record<string, readonly UserErrorCode[]>> = {
${entries.join('\n')}
};
`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) write();
