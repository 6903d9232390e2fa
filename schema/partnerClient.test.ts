import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { type FieldNode, parse, visit } from 'graphql';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';
import { scalars } from '../codegen.ts';
import { actOperations } from '../web/partner/explorer/actOperations.ts';
import { askOperations } from '../web/partner/explorer/askOperations.ts';
import { liveOperations } from '../web/partner/explorer/liveOperations.ts';
import { keywords } from './conventions.ts';

/* A client that is generated from the schema and the operations of the explorer compiles without changes. */

const operations = [...askOperations, ...liveOperations, ...actOperations].map(({ query }) => query);
// Inside the project, so that the generated files resolve graphql.
const folder = mkdtempSync(join(import.meta.dirname, '../node_modules/.partner-client-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function generateClient(name: string, documents: readonly string[], types: Readonly<Record<string, string>>) {
  const target = `${join(folder, name)}/`;
  await generate(
    {
      schema: join(import.meta.dirname, 'schema.graphql'),
      silent: true,
      errorsOnly: true,
      generates: {
        [target]: {
          preset: 'client',
          documents: [...documents],
          config: { strictScalars: true, useTypeImports: true, enumsAsTypes: true, scalars: types },
        },
      },
    },
    true,
  );
  const files = readdirSync(target).map((file) => join(target, file));
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('the client of a partner compiles', async () => {
  expect(operations.length).toBeGreaterThanOrEqual(12);
  expect(await generateClient('whole', operations, scalars)).toEqual([]);
}, 60_000);

test('a scalar without a type stops the generator', async () => {
  const { StreamCursor: _without, ...others } = scalars;
  await expect(generateClient('partly', operations, others)).rejects.toThrow(/StreamCursor/);
}, 60_000);

test('no name in the operations is a keyword of Kotlin', () => {
  const names: string[] = [];
  for (const query of operations)
    visit(parse(query), { Field: ({ alias, name }: FieldNode) => void names.push((alias ?? name).value) });
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => keywords.has(name))).toEqual([]);
});
