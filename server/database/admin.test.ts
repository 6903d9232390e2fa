import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServices } from '../services.ts';
import type { Data } from '../testing/client.ts';
import { buildCommands, type Commands } from '../testing/commands.ts';
import { testConfig } from '../testing/config.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-admin-'));
const config = testConfig({ dataDir });
let commands: Commands;
beforeAll(async () => {
  commands = await buildCommands(dataDir);
});
afterAll(() => {
  commands.remove();
  rmSync(dataDir, { recursive: true });
});

const runAdmin = (...parameters: readonly string[]) => commands.run('admin', parameters);

test('wrong arguments are explained and nothing is opened', async () => {
  const wrong = [[], ['--email', 'nobody'], ['--email', 'a@b.de', '--ags', '1'], ['--mail', 'a@b.de'], ['a@b.de']];
  for (const { code, out, err } of await Promise.all(wrong.map((parameters) => runAdmin(...parameters)))) {
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('npm run admin -- --email ADDRESS --ags KEY');
    expect(err).not.toContain('    at ');
  }
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
  const services = await startServices(config);
  const em = services.em.fork();
  const rows: Data[] = await em.execute(
    `select p.email, r.role, m.name, m.is_on_platform as on, m.is_demo as demo, g.name as "group", d.name as desk
     from role r join person p on p.id = r.person_id left join municipality m on m.id = r.municipality_id
     left join "group" g on g.municipality_id = m.id left join desk d on d.municipality_id = m.id order by r.id`,
  );
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
  const kinds: Data[] = await em.execute('select distinct kind from issue_category order by kind');
  expect(kinds.map(({ kind }) => kind)).toEqual(['COMPLAINT', 'DEFECT', 'PRAISE', 'QUESTION', 'SUGGESTION']);
  const refused = await runAdmin('--email', 'late@example.org');
  expect([refused.code, refused.out]).toEqual([2, '']);
  expect(refused.err).toMatch(/is in use by process \d+: stop it first/);
  await services.close();
});
