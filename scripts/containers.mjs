// Checks the compose files and the Dockerfile: exact versions, and containers that can do no more than they need.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** Services that may take a capability back, with what they need it for: see the comments of docker-compose.yml. */
const capabilities = {
  postgres: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
  proxy: ['NET_BIND_SERVICE'],
};

/** Whether an image is named by its digest or by a version of at least two numbers; the default of a variable counts. */
function isExact(image) {
  const name = /^\$\{\w+:-([^}]+)\}$/.exec(image)?.[1] ?? image;
  return /@sha256:[0-9a-f]{64}$/.test(name) || /^[\w./-]+:\d+\.\d+[\w.-]*$/.test(name);
}

/** Compose files of an installation. */
const composeFiles = ['docker-compose.yml', 'docker/small.yml'];

/** One sentence for each fault of a compose file; one without Redis needs no password for it. */
export function findComposeFaults(text, file = composeFiles[0]) {
  const { services } = parse(text, { merge: true });
  const faults = Object.entries(services).flatMap(([name, service]) =>
    findServiceFaults(name, service).map((fault) => `${file}: ${name} ${fault}`),
  );
  if (services.redis === undefined) return faults;
  const isLocked = /requirepass/.test(text) && /redis:\/\/:\$\{REDIS_PASSWORD:\?[^}]+\}@/.test(text);
  return isLocked ? faults : [...faults, `${file}: redis needs a password that must be set`];
}

function findServiceFaults(name, service) {
  const faults = [];
  const {
    build,
    image = '',
    read_only,
    cap_drop = [],
    cap_add = [],
    security_opt = [],
    mem_limit,
    ports,
    privileged,
  } = service;
  if (build === undefined && !isExact(image)) faults.push(`has an image without an exact version: ${image}`);
  if (read_only !== true) faults.push('may write to its image: read_only is missing');
  if (!cap_drop.includes('ALL')) faults.push('keeps capabilities: cap_drop: [ALL] is missing');
  const unknown = cap_add.filter((one) => !(capabilities[name] ?? []).includes(one));
  if (unknown.length > 0) faults.push(`takes capabilities that it does not need: ${unknown.join(', ')}`);
  if (!security_opt.includes('no-new-privileges:true'))
    faults.push('may gain privileges: no-new-privileges is missing');
  if (mem_limit === undefined) faults.push('has no mem_limit');
  if (privileged === true) faults.push('is privileged');
  if (ports !== undefined && name !== 'proxy') faults.push('publishes ports; only the proxy may');
  return faults;
}

/** One sentence for each fault of a Dockerfile. */
export function findImageFaults(text) {
  const defaults = new Map([...text.matchAll(/^ARG (\w+)=(\S+)$/gm)].map(([, name, value]) => [`\${${name}}`, value]));
  const images = [...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => defaults.get(image) ?? image);
  const loose = images.filter((image) => !isExact(image));
  const lastStage = text.slice(text.lastIndexOf('\nFROM '));
  const user = [...lastStage.matchAll(/^USER (\S+)$/gm)].at(-1)?.[1] ?? 'root';
  return [
    ...loose.map((image) => `Dockerfile: FROM ${image} has no exact version`),
    ...(user === 'root' || user === '0' ? ['Dockerfile: the server runs as root'] : []),
  ];
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  const read = (name) => readFileSync(join(root, name), 'utf8');
  const composed = composeFiles.flatMap((file) => findComposeFaults(read(file), file));
  const faults = [...composed, ...findImageFaults(read('Dockerfile'))];
  if (faults.length > 0) console.error(faults.join('\n'));
  process.exitCode = faults.length > 0 ? 1 : 0;
}
