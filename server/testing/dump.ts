import type { Services } from '../kernel/context.ts';
import type { Row, Sighting } from './adversary.ts';

/** All rows of all tables that transactions after `xmin` wrote, with their hidden columns, in the order of transactions. */
export async function dumpAll({ em }: Pick<Services, 'em'>, xmin = 2): Promise<Sighting[]> {
  const tables: { name: string }[] = await em.fork().execute(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema in ('public', 'ballot_box', 'jobs')`,
  );
  const reads = tables.map(
    ({ name }) => `select '${name}' as "table", to_jsonb(t) as row, t.xmin::text::bigint as xmin, t.ctid::text as ctid
      from ${name} t where t.xmin::text::bigint > ${xmin}`,
  );
  const rows: Read[] = await em.fork().execute(reads.join(' union all '));
  return rows
    .toSorted((a, b) => Number(a.xmin) - Number(b.xmin))
    .map(({ table, row, xmin: writer, ctid }) => ({
      table,
      row: { ...flatten(row), 'hidden xmin': String(writer), 'hidden ctid': ctid },
    }));
}

interface Read {
  readonly table: string;
  readonly row: Record<string, unknown>;
  readonly xmin: string;
  readonly ctid: string;
}

/** Columns of a row as texts; the values inside of JSON columns too. */
function flatten(value: unknown, name = ''): Row {
  if (typeof value !== 'object' || value === null) return { [name]: value == null ? null : String(value) };
  const parts = Object.entries(value).map(([key, inner]) => flatten(inner, name === '' ? key : `${name}.${key}`));
  return Object.assign({}, ...parts) as Row;
}
