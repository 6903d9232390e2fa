import type { FilterQuery } from '@mikro-orm/core';
import { raw } from '@mikro-orm/core';
import type { Context } from '../kernel/context.ts';
import { Municipality } from './municipality.entity.ts';
import { mistakesIn } from './municipality.search.rules.ts';

/** Maximum number of towns with a similar name. */
const mostSimilar = 20;

/**
 * Condition for the towns that a search means: beginning of the name, of one of its words, of the key or of a postcode;
 * if no town fits, towns whose name differs by typing mistakes.
 */
export async function matching(ctx: Context, search: string): Promise<FilterQuery<Municipality>> {
  if (search === '') return {};
  const start = `${search.replace(/[\\%_]/g, '\\$&')}%`;
  const direct: FilterQuery<Municipality> = {
    $or: [
      { name: { $ilike: start } },
      { name: { $ilike: `% ${start}` } },
      ...(/^\d{1,8}$/.test(search) ? [{ ags: { $like: start } }, postcodeLike(start)] : []),
    ],
  };
  if ((await ctx.em.findOne(Municipality, direct, { fields: ['id'] })) !== null) return direct;
  return { id: { $in: await similarTo(ctx, search) } };
}

function postcodeLike(start: string): FilterQuery<Municipality> {
  const sql = (alias: string) => `exists (select from unnest(${alias}.postcodes) p where p like ?)`;
  return { [raw(sql, [start])]: [] };
}

/** Ids of the towns whose name is meant despite typing mistakes, those with the fewest mistakes first. */
async function similarTo(ctx: Context, search: string): Promise<string[]> {
  const found = (await namesLike(ctx, search)).flatMap(({ id, name }) => {
    const mistakes = mistakesIn(search, name);
    return mistakes === undefined ? [] : [{ id, mistakes }];
  });
  const best = Math.min(...found.map(({ mistakes }) => mistakes));
  return found
    .filter(({ mistakes }) => mistakes === best)
    .map(({ id }) => id)
    .slice(0, mostSimilar);
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * Names that may be meant: with the extension pg_trgm the hundred most similar ones, otherwise all names. The embedded
 * database has no extension, and a server may refuse to install it.
 */
async function namesLike(ctx: Context, search: string): Promise<Named[]> {
  if (await hasTrigrams(ctx)) return ctx.em.execute(similarSql, [search, search]);
  return ctx.em.execute('select id, name from municipality');
}

const similarSql = `
select id, name from municipality where word_similarity(lower(?), lower(name)) > 0.1
order by word_similarity(lower(?), lower(name)) desc, id limit 100`;

/** Whether the database has the extension pg_trgm. */
export async function hasTrigrams({ em }: Pick<Context, 'em'>): Promise<boolean> {
  const rows: unknown[] = await em.execute(`select from pg_extension where extname = 'pg_trgm'`);
  return rows.length > 0;
}
