import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { domains } from '../domains.ts';
import { type Scope, system } from '../kernel/actor.ts';
import { ConfigError, readConfig } from '../kernel/config.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { composeDomains } from '../kernel/domain.ts';
import { Refusal } from '../kernel/errors.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { longestDays } from '../partner/partner.rules.ts';
import { createPartnerKey } from '../partner/partner.service.ts';
import { startServices } from '../services.ts';

const { scopes: known } = composeDomains(domains);
const describe = (names: readonly string[]): string =>
  names
    .flatMap((name) => known.find((scope) => scope.name === name) ?? [])
    .map(({ name, description }) => `  ${name.padEnd(16)}${description}`)
    .join('\n');

const usage = `npm run key -- --ags KEY --scopes SCOPE,SCOPE --name TEXT [--days NUMBER]   makes a key for a partner's program

scopes:
${describe(known.map(({ name }) => name))}
days: 1 to ${longestDays}, 365 unless told`;

class UsageError extends Error {}

try {
  const wanted = readArguments();
  const services = await startServices(readConfig());
  try {
    console.log(await makeKey(forkContext(services, system), wanted));
  } finally {
    await services.close();
  }
} catch (error) {
  const isExpected = error instanceof UsageError || error instanceof ConfigError;
  console.error(isExpected ? error.message : error);
  process.exitCode = isExpected ? 2 : 1;
}

interface Wanted {
  readonly ags: string;
  readonly scopes: readonly Scope[];
  readonly name: string;
  readonly days: number;
}

function readArguments(): Wanted {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ options: { ags: text, scopes: text, name: text, days: text } });
    const { ags, name, days = '365' } = values;
    if (ags === undefined) throw new Error('--ags is missing: the key of the municipality, e.g. 07138073');
    if (values.scopes === undefined) throw new Error('--scopes is missing: what the key may do, e.g. issues:read');
    if (name === undefined) throw new Error('--name is missing: whose program it is, e.g. "GIS of the county"');
    const number = /^\d{1,4}$/.test(days) ? Number(days) : 0;
    if (number < 1 || number > longestDays) throw new Error(`--days must be a whole number from 1 to ${longestDays}`);
    return { ags, name, days: number, scopes: values.scopes.split(',').map(readScope) };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function readScope(text: string): Scope {
  const scope = known.find(({ name }) => name === text.trim())?.name;
  if (scope === undefined) throw new Error(`--scopes: "${text.trim()}" is no scope`);
  return scope;
}

/**
 * Makes a key with the rights of an administrator of the town; returns the text for the operator. Refusals throw a
 * UsageError with their messages.
 */
async function makeKey(ctx: Context, { ags, name, days, scopes }: Wanted): Promise<string> {
  const town = await ctx.em.findOne(Municipality, { ags, isOnPlatform: true });
  if (town === null) throw new UsageError(`--ags ${ags}: no municipality with this key takes part here`);
  const expiresAt = new Date(ctx.now().getTime() + days * 86_400_000);
  const input = { municipalityId: town.id, name, scopes, expiresAt, ips: [], idempotencyKey: randomUUID() };
  const { partnerKey, secret } = await createPartnerKey(ctx, input).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    throw new UsageError(error.userErrors.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  });
  return `A key for ${partnerKey.name} in ${town.name} (${ags}). It is shown this once and kept nowhere:

${secret}

It may
${describe(partnerKey.scopes)}
until ${partnerKey.expiresAt.toISOString()}; an admin revokes it at ${ctx.publicUrl(ags)}/${ags}/keys.
Send it as "Authorization: Bearer …" to ${ctx.publicUrl()}/graphql.`;
}
