// Controls of the rules: plants one violation of each rule in a temporary tree, because a rule that never reports
// anything looks like a rule that is kept.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { plantContainers } from './containers-plants.mjs';
import { findMisnamedDomains, findUnlistedDomains } from './domains.mjs';
import { findMutualFolders } from './folders.mjs';
import { findEnvReaders, findMailSenders, findOwnServers, findUndescribed, findVagueNames } from './house.mjs';
import { judgeImports } from './imports.mjs';
import { plantJobs } from './judge-plants.mjs';
import { findPrograms } from './programs.mjs';
import { plantProse } from './prose-plants.mjs';
import { cleanTexts, plantedTexts } from './texts-plants.mjs';

const project = resolve(import.meta.dirname, '..');

/** [the file, its import, the rule that must report it] */
const forbidden = [
  ['server/kernel/events.ts', '../poll/poll.entity.ts', 'kernel-knows-no-domain'],
  ['server/municipality/municipality.rules.ts', '../poll/poll.entity.ts', 'municipality-knows-only-earlier-domains'],
  ['server/group/group.service.ts', '../poll/poll.events.ts', 'group-knows-only-earlier-domains'],
  ['server/notification/notification.jobs.ts', '../poll/poll.ballots.ts', 'only-what-a-domain-shows'],
  ['server/poll/poll.entity.ts', './poll.rules.ts', 'events-entity-before-rules'],
  ['server/poll/poll.rules.ts', './poll.ballots.ts', 'rules-before-ballots'],
  ['server/poll/poll.ballots.ts', './poll.service.ts', 'ballots-before-service'],
  ['server/poll/poll.service.ts', './poll.live.ts', 'service-before-live-jobs-messages-types'],
  ['server/poll/poll.types.ts', './poll.resolver.ts', 'live-jobs-messages-types-before-resolver'],
  ['server/issue/issue.resolver.ts', './board/issue.board.part.ts', 'resolver-before-part'],
  ['server/issue/board/issue.board.part.ts', '../issue.domain.ts', 'part-before-domain'],
  ['server/app.ts', './poll/poll.domain.ts', 'manifests-are-for-the-list'],
  ['server/schema.ts', './issue/board/issue.board.part.ts', 'parts-are-for-their-manifest'],
  ['server/issue/issue.service.ts', 'graphql', 'service-knows-no-transport'],
  ['server/issue/issue.rules.ts', '../app.ts', 'domains-know-no-composition'],
  ['server/issue/issue.jobs.ts', '../testing/server.ts', 'testing-is-for-tests'],
  ['server/testing/policy/act.ts', '../../sweeps/sample.ts', 'sweeps-are-for-nobody'],
  ['server/notification/notification.email.ts', '../demo/loopback.ts', 'demo-is-for-main'],
  ['web/poll/PollPage.vue', '../../server/poll/poll.types.ts', 'web-knows-no-server'],
  ['web/ui/LiveDot.vue', '../shared/live.ts', 'web-ui-knows-only-earlier-folders'],
  ['web/post/PostPage.vue', '../poll/PollInCard.vue', 'web-post-knows-only-earlier-folders'],
  ['web/audit/AuditPage.vue', '../app/layout/TownLayout.vue', 'web-audit-knows-only-earlier-folders'],
  ['web/app/home/HomePage.vue', '../../router.ts', 'web-app-knows-only-earlier-folders'],
  ['web/issue/report/ReportPage.vue', '../board/BoardPage.vue', 'web-issue-report-knows-only-earlier-parts'],
  ['web/issue/cards.ts', './board/board.ts', 'web-issue-itself-knows-no-part'],
  ['web/group/useGroup.ts', './group.pages.ts', 'web-manifests-are-for-the-list'],
  ['server/issue/issue.resolver.ts', '../../web/main.ts', 'server-knows-no-web'],
  ['server/kernel/live/a.ts', './b.ts', 'no-circles'],
  ['server/kernel/lost.ts', './nowhere.ts', 'imports-resolve'],
  ['server/main.ts', 'vite', 'server-needs-no-dev-package'],
];
/** [file, import] pairs that are allowed and must not be reported. */
const allowed = [
  ['server/poll/poll.jobs.ts', '../group/group.service.ts'],
  ['server/poll/poll.resolver.ts', './poll.rules.ts'],
  ['server/poll/poll.test.ts', '../testing/server.ts'],
  ['server/services.ts', './poll/poll.resolver.ts'],
  ['server/domains.ts', './poll/poll.domain.ts'],
  ['server/issue/issue.domain.ts', './board/issue.board.part.ts'],
  ['server/poll/poll.domain.ts', './poll.resolver.ts'],
  ['web/poll/PollCard.vue', '../post/PostCard.vue'],
  ['web/issue/issue.pages.ts', './board/BoardPage.vue'],
  ['web/domains.ts', './poll/poll.pages.ts'],
];

const root = mkdtempSync(join(tmpdir(), 'plants-'));
try {
  plant();
  const { output } = judgeImports(root);
  const text = output.replaceAll('\n', ' ');
  const missed = forbidden.filter(([file, , rule]) => !text.includes(`${rule}: ${file} `)).map(([, , rule]) => rule);
  const wrong = allowed.filter(([file]) => output.includes(`: ${file} `)).map(([file]) => `${file} (allowed)`);
  const planted = Object.entries(plantedHouse());
  const house = planted.filter(([, complaints]) => complaints.length !== 1);
  const texts = plantedTexts.filter(([, complaints]) => complaints.length !== 1).map(([fault]) => fault);
  const prose = await plantProse();
  const containers = plantContainers();
  const jobs = await plantJobs();
  const failed = [
    ...prose.problems,
    ...containers.missed,
    ...jobs.problems,
    ...missed,
    ...wrong,
    ...house.map(([rule]) => rule),
    ...texts,
    ...cleanTexts,
  ];
  if (failed.length > 0) console.error(`${output}\nNot judged as planted: ${failed.join(', ')}`);
  else
    console.log(
      `${forbidden.length} forbidden imports, ${planted.length} house rules, ${plantedTexts.length} faults of texts, ${prose.found} of prose, ${containers.found} of containers and ${jobs.found} of jobs planted, each reported; ${allowed.length} allowed imports not`,
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
  files.set('server/kernel/helpers.ts', 'export {};\n');
  files.set('server/poll/poll.letters.ts', 'export const tell = (services) => services.mail.send({});\n');
  files.set('server/kernel/log.ts', 'export const { env } = process;\n');
  files.set('silent/server/poll/poll.test.ts', 'export const app = await startTestServer();\n');
  for (let n = 0; n <= 90; n++)
    files.set(`many/server/poll${n}.test.ts`, '// A server of its own: many.\nawait startTestServer();\n');
  plantDomains(files);
  plantPrograms(files);
  for (const [file, text] of files)
    write(file, file.endsWith('.vue') ? `<script setup lang="ts">\n${text}</script>\n` : text);
  for (const name of ['package.json', 'tsconfig.json', 'node_modules'])
    symlinkSync(join(project, name), join(root, name));
}

/** `lostfound` is imported and named in a comment but missing in the list; `poll` has another name than its folder. */
function plantDomains(files) {
  files.set(
    'forgotten/server/domains.ts',
    `import { lostfound } from './lostfound/lostfound.domain.ts';
import { poll } from './poll/poll.domain.ts';
// lostfound,
export const domains: readonly Domain[] = [
  // lostfound,
  poll,
];
`,
  );
  files.set('forgotten/server/kernel/events.ts', '');
  files.set('forgotten/server/lostfound/lostfound.domain.ts', "defineDomain({\n  name: 'lostfound',\n});\n");
  files.set('forgotten/server/poll/poll.domain.ts', "// name: 'poll',\ndefineDomain({\n  name: 'polls',\n});\n");
}

/** Tests that need a program from outside npm, one of them through a helper; a cross-check may start programs. */
function plantPrograms(files) {
  const start = (program) =>
    `import { execFileSync } from 'node:child_process';\nexport const said = () => execFileSync(${program}, []);\n`;
  files.set('xmllint/server/cap.test.ts', start("'xmllint'"));
  files.set('python/server/calendar.test.ts', "export const python = '/usr/bin/python3';\n");
  files.set('git/server/testing/history.ts', start("'git'"));
  files.set('helper/server/migration.test.ts', "import { said } from './history.ts';\nsaid();\n");
  files.set('helper/server/history.ts', start("'git'"));
  files.set('xmllint/server/cap.crosscheck.test.ts', start("'xmllint'"));
  files.set('git/server/node.test.ts', start('process.execPath'));
}

/** Complaints about one planted folder; each must name the file and where its comparison belongs. */
function programsIn(folder, file) {
  const isWhole = (text) => text.startsWith(`server/${file}`) && text.endsWith(' *.crosscheck.test.ts');
  const found = findPrograms(join(root, folder), []);
  return found.every(isWhole) ? found : [];
}

function plantedHouse() {
  return {
    'vague names': findVagueNames(root),
    'domain outside the list': findUnlistedDomains(join(root, 'forgotten')),
    'domain under another name': findMisnamedDomains(join(root, 'forgotten')),
    'second reader of process.env': findEnvReaders(root),
    'mail beside the channel': findMailSenders(root),
    'test that starts a server without a reason': findOwnServers(join(root, 'silent')),
    'too many tests that start a server': findOwnServers(join(root, 'many')),
    'test that starts xmllint': programsIn('xmllint', 'cap.test.ts: uses xmllint;'),
    'test that names a path of Python': programsIn('python', 'calendar.test.ts: uses /usr/bin/python3;'),
    'fixture that starts git': programsIn('git', 'testing/history.ts: uses git;'),
    'test whose helper starts git': programsIn('helper', 'history.ts (for server/migration.test.ts): uses git;'),
    // Imports from post/ to poll/ are forbidden above, imports from poll/ to post/ are allowed.
    'folders that import each other': findMutualFolders(root, 'web'),
    'undescribed in the schema': findUndescribed('"A" type A { "b" b("c" c: Int): Int d: Int } "E" enum E { "F" F }'),
  };
}

function write(file, text) {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
