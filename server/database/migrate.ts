import 'reflect-metadata';
import type { MikroORM } from '@mikro-orm/core';
import { readConfig } from '../kernel/config.ts';
import { lockDataDir } from './lock.ts';
import { entityManager, openDatabase } from './orm.ts';
import { migrateDatabase } from './migrations/run.ts';

const config = readConfig();
const release = lockDataDir(config);
const orm: MikroORM = await openDatabase(config);
const names = await migrateDatabase(config, orm);
await entityManager(orm).execute('select 1');
console.log(names.length === 0 ? 'database is up to date' : `applied ${names.join(', ')}`);
await orm.close(true);
release();
