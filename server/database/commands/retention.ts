import { parseArgs } from 'node:util';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import type { RetentionEffect } from '../../kernel/retention.ts';
import {
  countDue,
  type DueCount,
  listDue,
  runRetention,
} from '../../privacy/retention/privacy.retention.run.service.ts';
import { type StartedServices, startServices } from '../../services.ts';
import { defineCommand } from '../command.ts';

const usage = `npm run retention -- --dry-run    prints for each town and kind how many rows are due, and changes nothing
npm run retention                 takes them now, as the nightly run does`;

/** Words for what a run would do, and for what it did. */
const done: Readonly<Record<RetentionEffect, readonly [would: string, did: string]>> = {
  DELETE: ['to delete', 'deleted'],
  REDACT: ['to redact', 'redacted'],
  WARN: ['to warn', 'warned'],
  ERASE: ['to erase', 'erased'],
};

/** Removes what is older than the periods of the towns, or counts it. */
export const run = defineCommand(usage, async (argv, { readConfig }) => {
  const { values } = parseArgs({ args: argv, options: { 'dry-run': { type: 'boolean', default: false } } });
  const services = await startServices(readConfig(), { role: 'web' });
  try {
    const isDry = values['dry-run'];
    const counts = isDry ? await preview(services) : await runRetention(services);
    return await describe(services, counts, isDry);
  } finally {
    await services.close();
  }
});

async function preview(services: StartedServices): Promise<DueCount[]> {
  const ctx = forkContext(services, system);
  const counts: DueCount[] = [];
  for (const due of await listDue(ctx)) counts.push(await countDue(ctx, due));
  return counts;
}

/** A line for each kind and town with rows. */
async function describe({ em }: StartedServices, counts: readonly DueCount[], isDry: boolean): Promise<string> {
  const towns: { id: string; name: string; ags: string }[] = await em
    .fork()
    .execute('select id, name, ags from municipality where is_on_platform');
  const nameOf = (id: string | null): string => {
    const town = towns.find((one) => one.id === id);
    return town === undefined ? 'installation' : `${town.ags} ${town.name}`;
  };
  const lines = counts
    .filter(({ count }) => count > 0)
    .map(({ kind, municipalityId, days, count }) => {
      const [would, did] = done[kind.effect];
      return `${nameOf(municipalityId)}: ${kind.kind}, older than ${days} days: ${count} ${isDry ? would : did}`;
    });
  return lines.length === 0 ? 'Nothing is due.' : lines.join('\n');
}
