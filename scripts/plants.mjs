// A rule that never fires looks like a rule that is kept: plant one violation of each in a temporary tree.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { findEnvReaders, findUndescribed, findVagueNames } from './house.mjs';
import { judgeImports } from './imports.mjs';
import { cleanTexts, plantedTexts } from './texts-plants.mjs';

const project = resolve(import.meta.dirname, '..');

/** [the file, what it imports, the rule that must name it] */
const forbidden = [
  ['server/kernel/events.ts', '../poll/poll.entity.ts', 'kernel-knows-no-domain'],
  ['server/municipality/municipality.rules.ts', '../poll/poll.entity.ts', 'municipality-knows-only-earlier-domains'],
  ['server/group/group.service.ts', '../poll/poll.events.ts', 'group-knows-only-earlier-domains'],
  ['server/notification/notification.jobs.ts', '../poll/poll.ballots.ts', 'only-what-a-domain-shows'],
  ['server/poll/poll.entity.ts', './poll.rules.ts', 'events-entity-before-rules'],
  ['server/poll/poll.rules.ts', './poll.ballots.ts', 'rules-before-ballots'],
  ['server/poll/poll.ballots.ts', './poll.service.ts', 'ballots-before-service'],
  ['server/poll/poll.service.ts', './poll.live.ts', 'service-before-live-jobs-types'],
  ['server/poll/poll.types.ts', './poll.resolver.ts', 'live-jobs-types-before-resolver'],
  ['server/issue/issue.service.ts', 'graphql', 'service-knows-no-transport'],
  ['server/issue/issue.rules.ts', '../app.ts', 'domains-know-no-composition'],
  ['server/issue/issue.jobs.ts', '../testing/server.ts', 'testing-is-for-tests'],
  ['web/poll/PollPage.vue', '../../server/poll/poll.types.ts', 'web-knows-no-server'],
  ['server/issue/issue.resolver.ts', '../../web/main.ts', 'server-knows-no-web'],
  ['server/kernel/live/a.ts', './b.ts', 'no-circles'],
  ['server/kernel/lost.ts', './nowhere.ts', 'imports-resolve'],
  ['server/main.ts', 'vite', 'server-needs-no-dev-package'],
];
/** The same words where they are allowed: must stay silent. */
const allowed = [
  ['server/poll/poll.jobs.ts', '../group/group.service.ts'],
  ['server/poll/poll.resolver.ts', './poll.rules.ts'],
  ['server/poll/poll.test.ts', '../testing/server.ts'],
  ['server/app.ts', './poll/poll.resolver.ts'],
];

const root = mkdtempSync(join(tmpdir(), 'plants-'));
try {
  plant();
  const { output } = judgeImports(root);
  const text = output.replaceAll('\n', ' ');
  const missed = forbidden.filter(([file, , rule]) => !text.includes(`${rule}: ${file} `)).map(([, , rule]) => rule);
  const wrong = allowed.filter(([file]) => output.includes(`: ${file} `)).map(([file]) => `${file} (allowed)`);
  const house = Object.entries(plantedHouse()).filter(([, complaints]) => complaints.length !== 1);
  const texts = plantedTexts.filter(([, complaints]) => complaints.length !== 1).map(([fault]) => fault);
  const failed = [...missed, ...wrong, ...house.map(([rule]) => rule), ...texts, ...cleanTexts];
  if (failed.length > 0) console.error(`${output}\nNot judged as planted: ${failed.join(', ')}`);
  else
    console.log(
      `${forbidden.length} forbidden imports, 3 house rules and ${plantedTexts.length} faults of texts planted, each reported; ${allowed.length} allowed imports not`,
    );
  process.exitCode = failed.length > 0 ? 1 : 0;
} finally {
  rmSync(root, { recursive: true });
}

function plant() {
  const files = new Map([
    ['server/testing/server.ts', ''],
    ['web/main.ts', ''],
  ]);
  for (const [file, target] of [...forbidden, ...allowed]) {
    files.set(file, `${files.get(file) ?? ''}import type { A${files.size} } from '${target}';\n`);
    const to = join(dirname(file), target);
    if (target.startsWith('.') && !files.has(to) && !to.includes('nowhere')) files.set(to, '');
  }
  files.set('server/kernel/live/b.ts', "import type { A } from './a.ts';\n");
  files.set('server/main.ts', "import { build } from 'vite';\nbuild();\n");
  files.set('web/poll/PollPage.vue', `<script setup lang="ts">\n${files.get('web/poll/PollPage.vue')}</script>\n`);
  files.set('server/kernel/helpers.ts', 'export {};\n');
  files.set('server/kernel/log.ts', 'export const { env } = process;\n');
  for (const [file, text] of files) write(file, text);
  for (const name of ['package.json', 'tsconfig.json', 'node_modules'])
    symlinkSync(join(project, name), join(root, name));
}

function plantedHouse() {
  return {
    'vague names': findVagueNames(root),
    'second reader of process.env': findEnvReaders(root),
    'undescribed in the schema': findUndescribed('"A" type A { "b" b("c" c: Int): Int d: Int } "E" enum E { "F" F }'),
  };
}

function write(file, text) {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
