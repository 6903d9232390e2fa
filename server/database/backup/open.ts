import type { MikroORM } from '@mikro-orm/core';
import { type Config, ConfigError } from '../../kernel/config.ts';
import type { Product } from '../../kernel/domain.ts';
import { openDatabase } from '../orm.ts';

/** Opens the database for a command of the operator. Throws ConfigError if it does not answer. */
export async function openForCommand(config: Config, product: Product): Promise<MikroORM> {
  try {
    return await openDatabase(config, product);
  } catch (error) {
    const where = config.databaseUrl === undefined ? `PGlite in ${config.dataDir}` : 'the PostgreSQL database';
    throw new ConfigError(`${where} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}
