import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from '../../kernel/config.ts';
import { forkContext } from '../../kernel/context.ts';
import { system } from '../../kernel/actor.ts';
import { startServices } from '../../services.ts';
import { bringToLife, demoAgs, seedTowns } from './seed.ts';

/** `npm run seed -- --ags 05382008`: adds a municipality of the seeded counties as a demonstration. */
try {
  const { values } = parseArgs({ options: { ags: { type: 'string', default: demoAgs } } });
  await seed(values.ags);
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 2;
}

async function seed(ags: string): Promise<void> {
  const services = await startServices(readConfig());
  try {
    await seedTowns(forkContext(services, system));
    await bringToLife(services, ags, console.log);
  } finally {
    await services.close();
  }
}
