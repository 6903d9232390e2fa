import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Data } from '../testing/client.ts';
import { givenInstallation, type Installation } from '../testing/commands.ts';
import { run } from './commands/admin.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await givenInstallation();
});
afterAll(() => {
  installation.remove();
});

const runAdmin = (...parameters: readonly string[]) => installation.run(run, parameters);

test('wrong arguments are explained and nothing is opened', async () => {
  const wrong = [[], ['--email', 'nobody'], ['--email', 'a@b.de', '--ags', '1'], ['--mail', 'a@b.de'], ['a@b.de']];
  for (const parameters of wrong) {
    const { code, out, err } = await runAdmin(...parameters);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('npm run admin -- --email ADDRESS --ags KEY');
    expect(err).not.toContain('    at ');
  }
});

test('an unusable database is refused with its reason, and DATA_DIR is released', async () => {
  const refused = await givenInstallation(({ em }) =>
    em.fork().execute(`insert into migration (name) values ('Migration20990101000000DropContract')`),
  );
  const { code, out, err } = await refused.run(run, ['--email', 'amt@unkel.example']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('its schema is newer than this version');
  expect(existsSync(join(refused.dataDir, 'pglite.pid'))).toBe(false);
  refused.remove();
});

test('the first admin comes with the town, an operator without; twice is once; not while the server runs', async () => {
  for (let i = 0; i < 2; i++) {
    const { code, out } = await runAdmin('--email', 'Amt@Unkel.example', '--ags', '07138073');
    expect([code, out.trim()]).toEqual([
      0,
      'amt@unkel.example is an admin of Unkel (07138073) and signs in at https://ort.example/07138073/sign-in',
    ]);
  }
  expect((await runAdmin('--email', 'ops@example.org')).out).toContain('ops@example.org is an operator');
  const [rows, kinds] = await installation.withServices(async (services): Promise<[Data[], Data[]]> => {
    const em = services.em.fork();
    return [
      await em.execute(
        `select p.email, r.role, m.name, m.is_on_platform as on, m.is_demo as demo, g.name as "group", d.name as desk
         from role r join person p on p.id = r.person_id left join municipality m on m.id = r.municipality_id
         left join "group" g on g.municipality_id = m.id left join desk d on d.municipality_id = m.id order by r.id`,
      ),
      await em.execute('select distinct kind from issue_category order by kind'),
    ];
  });
  expect(rows).toEqual([
    {
      email: 'amt@unkel.example',
      role: 'ADMIN',
      name: 'Unkel',
      on: true,
      demo: false,
      group: 'Unkel',
      desk: 'Bürgerbüro',
    },
    { email: 'ops@example.org', role: 'OPERATOR', name: null, on: null, demo: null, group: null, desk: null },
  ]);
  expect(kinds.map(({ kind }) => kind)).toEqual(['COMPLAINT', 'DEFECT', 'PRAISE', 'QUESTION', 'SUGGESTION']);
  const refused = await installation.whileInUse(() => runAdmin('--email', 'late@example.org'));
  expect([refused.code, refused.out]).toEqual([2, '']);
  expect(refused.err).toMatch(/is in use by process \d+: stop it first/);
}, 120_000);
