import type { CodegenConfig } from '@graphql-codegen/cli';
import { globSync } from 'node:fs';

/** What our scalars are in JSON; cursors are opaque, so nobody may compute with them. */
const scalars = {
  ID: 'string',
  DateTime: 'string',
  LocalDate: 'string',
  UUID: 'string',
  PageCursor: 'string',
  StreamCursor: 'string',
  GeoJSON: 'unknown',
};

function typedDocuments(documents: string[]): CodegenConfig['generates'][string] {
  return {
    preset: 'client',
    documents,
    presetConfig: { fragmentMasking: false },
    config: { useTypeImports: true, enumsAsTypes: true, scalars },
  };
}

const generates: CodegenConfig['generates'] = {
  'web/gql/': typedDocuments(['web/**/*.{graphql,vue,ts}', '!web/gql/**']),
};

// The server's tests have documents of their own, for server imports nothing of web.
if (globSync('server/**/*.graphql').length > 0) {
  generates['server/testing/gql/'] = typedDocuments(['server/**/*.graphql']);
}

const config: CodegenConfig = { schema: 'schema/schema.graphql', generates, ignoreNoDocuments: true };
export default config;
