import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { MikroORM } from '@mikro-orm/postgresql';
import { ormOptions } from '../orm.ts';

/**
 * Rewrites the initial migration from the entities. Only until the first release: afterwards a change of the entities is
 * a new migration.
 */
const name = 'Migration20261125Initial';
const orm = await MikroORM.init({ ...ormOptions, dbName: 'none', connect: false } as never);
const sql = await orm.schema.getCreateSchemaSQL({ wrap: false });
const statements = sql
  .split(';\n')
  .map((statement) => statement.trim())
  .filter((statement) => statement !== '');
const lines = statements.map((statement) => `    this.addSql(${quoted(statement)});`);

writeFileSync(
  new URL(`${name}.ts`, import.meta.url),
  `import { randomBytes, randomUUID } from 'node:crypto';
import { Migration } from '@mikro-orm/migrations';

export class ${name} extends Migration {
  override up(): void {
${lines.join('\n')}
    const secret = randomBytes(32).toString('base64url');
    this.addSql(\`insert into installation (id, secret) values ('\${randomUUID()}', '\${secret}');\`);
  }

  override down(): void {
    throw new Error('the first migration is not undone: drop the database instead');
  }
}
`,
);

function quoted(statement: string): string {
  return statement.includes('\n') ? `\`${statement};\`` : JSON.stringify(`${statement};`);
}
