import { splitAt, splitStatements } from './statements.ts';

/** Contents of a migration that the rule "expand, then contract" judges. */
export interface Planned {
  readonly name: string;
  /** Text of the file; the header of a contracting migration stands there. */
  readonly source: string;
  /** SQL texts that the migration adds. */
  readonly sql: readonly string[];
}

/** Names that one migration has added so far, and the values that earlier migrations allow in columns. */
interface Known {
  /** Tables of this migration. */
  readonly tables: Set<string>;
  /** Columns of this migration, as `table.column`. */
  readonly columns: Set<string>;
  /** Values in the CHECK constraints of earlier migrations, by the constraint's name. */
  readonly checks: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Last migration of 0.1.0; the rule begins after it. */
const newestBeforeRule = 'Migration20261129054954TimeOfRelease';
const header = /^ \* No longer needed from (\d+\.\d+\.\d+) on:/m;
const file = (name: string): string => `server/database/migrations/${name}.ts`;

/**
 * Release from which on nothing needs what the migration removes; undefined for migrations that only add. Only files
 * whose name ends with "Contract" may remove something.
 */
export function contractOf({ name, source }: Pick<Planned, 'name' | 'source'>): string | undefined {
  return name.endsWith('Contract') ? header.exec(source)?.[1] : undefined;
}

/** One sentence for each migration after 0.1.0 that breaks the rule; `releases`: versions that are released. */
export function findContractions(all: readonly Planned[], releases: readonly string[]): string[] {
  return all.flatMap((one, i) => {
    if (one.name <= newestBeforeRule) return [];
    if (one.name.endsWith('Contract')) return judgeHeader(one, releases);
    if (/\bthis\.(execute|getEntityManager)\(/.test(one.source))
      return [
        `${file(one.name)} reads or changes rows itself, which belongs into a job: see "Backfills" in docs/migrations.md`,
      ];
    const known: Known = { tables: new Set(), columns: new Set(), checks: readChecks(all.slice(0, i)) };
    const statements = one.sql.flatMap(splitStatements);
    return statements.flatMap((statement) =>
      judge(statement, known).map(
        (why) =>
          `${file(one.name)}: "${statement.slice(0, 90)}" ${why}. The release before runs on the same database` +
          ` during an upgrade: see "Expand, then contract" in docs/migrations.md`,
      ),
    );
  });
}

function judgeHeader(one: Planned, releases: readonly string[]): string[] {
  const release = contractOf(one);
  if (release === undefined)
    return [
      `${file(one.name)} needs a header with the line " * No longer needed from <version> on: <reason>", which names` +
        ` the first release that does without what is removed`,
    ];
  return releases.includes(release)
    ? []
    : [`${file(one.name)} names ${release}, which is not released yet: first release what does without the old form`];
}

/** Reasons why a statement is not additive; statements that the rule does not know are refused. */
function judge(statement: string, known: Known): string[] {
  const table = /^create table (?:if not exists )?([\w".]+)/i.exec(statement)?.[1];
  if (table !== undefined) {
    known.tables.add(table);
    return [];
  }
  const altered = /^alter table (?:if exists )?(?:only )?([\w".]+) (.+)$/i.exec(statement);
  if (altered?.[1] !== undefined && altered[2] !== undefined) return judgeActions(altered[1], altered[2], known);
  if (/^create unique index /i.test(statement)) return judgeUnique(statement, known);
  const triggered = /^create (?:or replace )?trigger .+? on ([\w".]+) /i.exec(statement)?.[1];
  if (triggered !== undefined && known.tables.has(triggered)) return [];
  if (/^do /i.test(statement))
    return isHarmlessBlock(statement) ? [] : ['is a block that may remove or change something'];
  return additive.some((pattern) => pattern.test(statement)) ? [] : [reasonFor(statement)];
}

/** Beginnings of statements that leave everything as it is for programs that do not know what is added. */
const additive = [
  /^create (index|schema|sequence|type|function|extension|view) /i,
  /^insert into (?!.* on conflict .*do update)/i,
  /^comment on /i,
  /^alter type \S+ add value /i,
];

function reasonFor(statement: string): string {
  if (/^update /i.test(statement)) return 'changes rows, which belongs into a job ("Backfills")';
  if (/^(delete|truncate) /i.test(statement)) return 'deletes rows';
  if (/^drop /i.test(statement)) return 'removes something';
  return 'is none of the statements that only add';
}

/** Blocks are allowed for what a database may lack, such as an extension. */
function isHarmlessBlock(statement: string): boolean {
  return !/\b(drop|rename|alter|update|delete|truncate|execute|replace)\b/i.test(statement);
}

function judgeUnique(statement: string, { tables, columns }: Known): string[] {
  const [, table = '', list = ''] = /\bon (?:only )?([\w".]+) (?:using \w+ )?\((.+?)\)/i.exec(statement) ?? [];
  const isNew = tables.has(table) || splitAt(list, ',').some((column) => columns.has(`${table}.${unquoted(column)}`));
  return isNew ? [] : ['forbids values that the release before may write'];
}

function judgeActions(table: string, actions: string, known: Known): string[] {
  if (known.tables.has(table)) return [];
  return splitAt(actions, ',').flatMap((action) => {
    const why = judgeAction(table, action, known);
    return why === undefined ? [] : [why];
  });
}

function judgeAction(table: string, action: string, known: Known): string | undefined {
  if (/^add constraint /i.test(action)) return judgeConstraint(table, action, known);
  const column = /^add (?:column )?(?:if not exists )?("[^"]+"|\w+) (.+)$/i.exec(action);
  if (column !== null) return judgeColumn(table, column[1] ?? '', column[2] ?? '', known);
  if (/^drop constraint (?:if exists )?"?\w+_(check|foreign)"?$/i.test(action)) return undefined; // allows more
  if (/^alter (?:column )?("[^"]+"|\w+) (drop not null|set default .+)$/i.test(action)) return undefined;
  if (/^validate constraint /i.test(action)) return undefined;
  if (/^rename /i.test(action)) return 'renames something';
  if (/^drop /i.test(action)) return 'removes something';
  if (/ type /i.test(action)) return 'changes the type of a column';
  if (/ set not null$/i.test(action)) return 'forbids null, which the release before may write';
  return 'is none of the changes that only add';
}

function judgeColumn(table: string, column: string, definition: string, { columns }: Known): string | undefined {
  columns.add(`${table}.${unquoted(column)}`);
  const isRequired = /\bnot null\b/i.test(definition) && !/\b(default|generated)\b/i.test(definition);
  return isRequired
    ? 'adds a column that the release before does not fill: it needs a default or is nullable'
    : undefined;
}

/** A constraint is additive if it concerns a new column, or replaces a CHECK and allows all values of the former one. */
function judgeConstraint(table: string, action: string, { columns, checks }: Known): string | undefined {
  const [, name = '', rule = ''] = /^add constraint ("[^"]+"|\w+) (.+)$/i.exec(action) ?? [];
  const mentioned = rule.split(/ references /i)[0]?.match(/"[^"]+"|\w+/g) ?? [];
  if (mentioned.some((word) => columns.has(`${table}.${unquoted(word)}`))) return undefined;
  const former = checks.get(unquoted(name));
  const isList = /^check \("?\w+"? in \([^()]*\)\)$/i.test(rule);
  if (!isList || former === undefined || former.size === 0) return 'forbids values that the release before may write';
  const lost = [...former].filter((value) => !valuesIn(rule).has(value));
  return lost.length === 0 ? undefined : `no longer allows ${lost.join(', ')}`;
}

/** Values of each CHECK constraint after these migrations. */
function readChecks(earlier: readonly Planned[]): Map<string, ReadonlySet<string>> {
  const checks = new Map<string, ReadonlySet<string>>();
  const pattern = /constraint ("[^"]+"|\w+) (check \((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))/gi;
  for (const statement of earlier.flatMap(({ sql }) => sql)) {
    for (const [, name = '', rule = ''] of statement.matchAll(pattern)) checks.set(unquoted(name), valuesIn(rule));
  }
  return checks;
}

function unquoted(name: string): string {
  return name.replaceAll('"', '');
}

function valuesIn(rule: string): ReadonlySet<string> {
  return new Set(rule.match(/'(?:[^']|'')*'/g));
}
