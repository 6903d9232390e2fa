import { writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createSchema } from '../server/schema.ts';

/** Writes the printed schema, which is committed and reviewed like code. */
const schema = lexicographicSortSchema(await createSchema());
writeFileSync(new URL('schema.graphql', import.meta.url), `${printSchema(schema)}\n`);
