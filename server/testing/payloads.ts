import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Names of the properties of what a kind of event or job carries. */
export interface Carried {
  readonly defines: 'defineEvent' | 'defineQueue';
  /** Type of the event or name of the queue. */
  readonly name: string;
  readonly properties: readonly string[];
}

type Shapes = ReadonlyMap<string, ts.Node>;

/** Reads from the source below `root` what all events and jobs carry. */
export function readCarried(root: string): Carried[] {
  const files = globSync('**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  return readCarriedIn(files.map((file) => readFileSync(join(root, file), 'utf8')));
}

export function readCarriedIn(texts: readonly string[]): Carried[] {
  const sources = texts.map((text) => ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true));
  const shapes = new Map(sources.flatMap((source) => [...source.statements].flatMap(shapeOf)));
  return sources.flatMap((source) => definitionsIn(source, shapes));
}

function shapeOf(statement: ts.Statement): [string, ts.Node][] {
  const isShape = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  return isShape ? [[statement.name.text, statement]] : [];
}

function definitionsIn(node: ts.Node, shapes: Shapes): Carried[] {
  const own = ts.isCallExpression(node) ? definitionOf(node, shapes) : [];
  const inner: Carried[] = [];
  node.forEachChild((child) => {
    inner.push(...definitionsIn(child, shapes));
  });
  return [...own, ...inner];
}

function definitionOf({ expression, typeArguments, arguments: [name] }: ts.CallExpression, shapes: Shapes): Carried[] {
  const defines = expression.getText();
  if (defines !== 'defineEvent' && defines !== 'defineQueue') return [];
  if (name === undefined || !ts.isStringLiteral(name)) return [];
  return [
    { defines, name: name.text, properties: (typeArguments ?? []).flatMap((type) => propertiesOf(type, shapes)) },
  ];
}

/** Names of all properties of a type; types that it extends and joins included. */
function propertiesOf(node: ts.Node, shapes: Shapes): string[] {
  if (ts.isPropertySignature(node)) return [node.name.getText()];
  const isNamed = ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node);
  const name = ts.isTypeReferenceNode(node) ? node.typeName.getText() : node.getText();
  const shape = isNamed ? shapes.get(name) : undefined;
  const found = shape === undefined ? [] : propertiesOf(shape, shapes);
  node.forEachChild((child) => {
    if (!ts.isIdentifier(child)) found.push(...propertiesOf(child, shapes));
  });
  return found;
}
