// `npm run new -- domain <name>`: writes a working domain for server and web and adds it to the two lists of domains.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const usage = `npm run new -- domain <name>    writes the domain <name> with an entity, a rule, a service, an event, a mutation, a page and tests

<name>: 3 to 20 lower-case letters, a noun in the singular, e.g. event`;

const root = join(import.meta.dirname, '..');
const [what, name = '', ...others] = process.argv.slice(2);

if (what !== 'domain' || !/^[a-z]{3,20}$/.test(name) || others.length > 0) fail(usage);
for (const folder of [`server/${name}`, `web/${name}`]) {
  if (existsSync(join(root, folder))) fail(`${folder} is there already: choose another name`);
}

const capital = name[0].toUpperCase() + name.slice(1);
const templates = join(import.meta.dirname, 'templates/domain');
for (const template of globSync('**/*.tmpl', { cwd: templates })) {
  const [side, ...path] = template.replace(/\.tmpl$/, '').split('/');
  const file = join(root, side, name, fill(path.join('/')));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, fill(readFileSync(join(templates, template), 'utf8')));
}
enter('server/domains.ts', `import { ${name} } from './${name}/${name}.domain.ts';`);
enter('web/domains.ts', `import { ${name} } from './${name}/${name}.pages.ts';`);

run('npm', ['run', '--silent', 'schema']);
run('npm', ['run', '--silent', 'migration', '--', `add-${name}`]);
run('npx', ['prettier', '--log-level', 'warn', '--write', `{server,web}/${name}/**/*.{ts,vue,json,graphql}`]);
console.log(
  `The domain ${name} is written: server/${name}/ and web/${name}/. docs/new-domain.md says what comes next.`,
);

function fill(text) {
  return text
    .replaceAll('__name__', name)
    .replaceAll('__table__', name)
    .replaceAll('__Name__', capital)
    .replaceAll('__NAME__', name.toUpperCase());
}

/**
 * Adds the import and the domain, before the domains that serve all others (before feed, which names no other domain).
 */
function enter(file, statement) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const imports = text.split('\n').filter((line) => line.startsWith('import {'));
  const next = imports.find((line) => line.slice(line.indexOf("'")) > statement.slice(statement.indexOf("'")));
  const entered = (next === undefined ? `${statement}\n${text}` : text.replace(next, `${statement}\n${next}`)).replace(
    /^ {2}feed,$/m,
    `  ${name},\n  feed,`,
  );
  writeFileSync(path, entered);
}

function run(command, argumentsOf) {
  const { status, stdout, stderr } = spawnSync(command, argumentsOf, { cwd: root, encoding: 'utf8' });
  if (status !== 0) fail(`${stdout}${stderr}\n${command} ${argumentsOf.join(' ')} failed: mend it and run it again`);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
