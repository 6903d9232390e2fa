import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { PartnerKey } from '../partner/partner.entity.ts';
import { authenticateKey } from '../partner/partner.keys.service.ts';
import { givenInstallation, type Installation } from '../testing/commands.ts';
import { run } from './commands/key.ts';
import { findPlace } from './seed/places.ts';
import { openTown } from './town.ts';

const ags = '07138073';
let installation: Installation;

beforeAll(async () => {
  installation = await givenInstallation((services) => openTown(forkContext(services, system), findPlace(ags)!));
});
afterAll(() => {
  installation.remove();
});

const runKey = (...parameters: readonly string[]) => installation.run(run, parameters);

const complete = (more: Record<string, string> = {}): string[] =>
  Object.entries({ ags, scopes: 'issues:read', name: 'GIS', ...more }).flatMap(([name, value]) => [`--${name}`, value]);

test('wrong arguments are explained and nothing is opened', async () => {
  const wrong: readonly (readonly [string[], string])[] = [
    [[], '--ags is missing'],
    [['--ags', ags, '--name', 'GIS'], '--scopes is missing'],
    [['--ags', ags, '--scopes', 'issues:read'], '--name is missing'],
    [complete({ scopes: 'issues:read,votes:write' }), '"votes:write" is no scope'],
    [complete({ days: '0' }), '--days must be a whole number from 1 to 731'],
    [complete({ days: '1e3' }), '--days must be a whole number from 1 to 731'],
    [complete({ scope: 'issues:read' }), "Unknown option '--scope'"],
  ];
  for (const [parameters, sentence] of wrong) {
    const { code, out, err } = await runKey(...parameters);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
    expect(err).toContain('npm run key -- --ags KEY --scopes SCOPE,SCOPE --name TEXT');
    expect(err).not.toContain('    at ');
  }
});

test('a town that does not take part gets no key, and the rules are told in one line', async () => {
  const refused: readonly (readonly [string[], string])[] = [
    [complete({ ags: '05382008' }), '--ags 05382008: no municipality with this key takes part here'],
    [complete({ name: 'x' }), 'name: '],
  ];
  for (const [parameters, sentence] of refused) {
    const { code, out, err } = await runKey(...parameters);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
    expect(err).not.toContain('    at ');
  }
});

test('the key is printed once with what it may do, and works; not while the server runs', async () => {
  const { code, out, err } = await runKey(...complete({ scopes: 'issues:read, issues:write', days: '30' }));
  expect([code, err]).toEqual([0, '']);
  const [key = ''] = /ortsfunk_\S+/.exec(out) ?? [];
  expect(out.split(key)).toHaveLength(2);
  expect(out).toContain('A key for GIS in Unkel (07138073)');
  expect(out).toMatch(/issues:read +Read the board/);
  expect(out).toContain('https://ort.example/graphql');
  await installation.withServices(async (services) => {
    const partner = await authenticateKey(services, `Bearer ${key}`, '192.0.2.1');
    expect(partner?.scopes).toEqual(['issues:read', 'issues:write']);
    const days = ((partner?.expiresAt.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30);
    expect(await services.em.fork().count(PartnerKey)).toBe(1);
  });
  const refused = await installation.whileInUse(() => runKey(...complete()));
  expect([refused.code, refused.out]).toEqual([2, '']);
  expect(refused.err).toMatch(/is in use by process \d+: stop it first/);
});
