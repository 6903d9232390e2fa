import type { CodegenConfig } from '@graphql-codegen/cli';
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { addTypenameToDocument } from '@apollo/client/utilities/index.js';
import { parse, print } from 'graphql';
import { openUnionFragments } from './schema/openUnions.ts';

/** TypeScript types of the scalars in JSON; cursors are opaque, so nobody may compute with them. */
export const scalars = {
  ID: 'string',
  DateTime: 'string',
  LocalDate: 'string',
  UUID: 'string',
  PageCursor: 'string',
  StreamCursor: 'string',
  GeoJSON: 'unknown',
};

/** Apollo Client asks for the names of types on its way out; the types we write our code by do not hold them. */
const asSent = (text: string): string => print(addTypenameToDocument(parse(text)));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Beside the web app's documents stands `persisted-documents.json`, the hash and text of each: the server reads it. */
function typedDocuments(documents: string[], isKnownToServer: boolean): CodegenConfig['generates'][string] {
  const persistedDocuments = { hashAlgorithm: (text: string) => sha256(asSent(text)) };
  return {
    preset: 'client',
    documents,
    presetConfig: { fragmentMasking: false, ...(isKnownToServer && { persistedDocuments }) },
    // Strict: a scalar without a type here fails, instead of being anything.
    config: { useTypeImports: true, enumsAsTypes: true, strictScalars: true, scalars },
    hooks: { beforeOneFileWrite: writeAsSent },
  };
}

/** The preset hashes what we give it, but writes down the text it has. */
function writeAsSent(path: string, content: string): string {
  if (!path.endsWith('/persisted-documents.json')) return content;
  const written: Readonly<Record<string, string>> = JSON.parse(content);
  const texts = Object.values(written).map(asSent);
  return `${JSON.stringify(Object.fromEntries(texts.map((text) => [sha256(text), text])), null, 2)}\n`;
}

const generates: CodegenConfig['generates'] = {
  'web/gql/': typedDocuments(['web/**/*.{graphql,vue,ts}', '!web/gql/**', ...openUnionFragments()], true),
};

// Apollo's cache must know the types behind the unions and interfaces that fragments are written on.
generates['web/gql/possibleTypes.ts'] = {
  plugins: ['fragment-matcher'],
  config: { apolloClientVersion: 3, useExplicitTyping: true },
};

// The server's tests have documents of their own, for server imports nothing of web.
if (globSync('server/**/*.graphql').length > 0) {
  generates['server/testing/gql/'] = typedDocuments(['server/**/*.graphql'], false);
}

const config: CodegenConfig = { schema: 'schema/schema.graphql', generates, ignoreNoDocuments: true };
export default config;
