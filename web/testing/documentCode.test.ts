// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { documentModule, nodesModule } from '../../scripts/documents.mjs';

it('the code of each document builds the tree that graphql-codegen wrote', async () => {
  const source = readFileSync('web/gql/graphql.ts', 'utf8');
  const written = new Map(
    [...source.matchAll(/^export const (\w+Document) = (\{.*\}) as unknown as/gm)].map(([, name = '', json = '']) => [
      name,
      JSON.parse(json),
    ]),
  );
  const modules = [...written.keys()].map((name) => documentModule(source, name).replace(/^import.*\n/, ''));
  const code = [nodesModule, ...modules].join('\n');
  const built: Readonly<Record<string, unknown>> = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  expect(written.size).toBeGreaterThan(300);
  expect([...written.keys()].map((name) => built[name])).toEqual([...written.values()]);
  expect(() => documentModule(source, 'MissingDocument')).toThrow('holds no MissingDocument');
});
