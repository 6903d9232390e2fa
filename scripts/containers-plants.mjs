// Faults of containers, each planted once into the files of the project, and how many sentences report them.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findComposeFaults, findImageFaults } from './containers.mjs';

const root = resolve(import.meta.dirname, '..');
const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const image = readFileSync(join(root, 'Dockerfile'), 'utf8');

/** [fault, text that is replaced, its replacement]. One replacement in the common part counts for all services. */
const planted = [
  ['version of an image', 'postgres:17.6-bookworm', 'postgres:17'],
  ['latest image', 'caddy:2.10.2-alpine', 'caddy:latest'],
  ['writable image', '  read_only: true\n', ''],
  ['capabilities', '  cap_drop: [ALL]\n', ''],
  ['foreign capability', 'cap_add: [NET_BIND_SERVICE]', 'cap_add: [SYS_ADMIN]'],
  ['privileges', "  security_opt: ['no-new-privileges:true']\n", ''],
  ['memory', '    mem_limit: 384m\n', ''],
  ['published port', '    user: redis\n', "    user: redis\n    ports: ['6379:6379']\n"],
  [
    'password of Redis',
    'redis://:${REDIS_PASSWORD:?set REDIS_PASSWORD, letters and digits only}@redis',
    'redis://redis',
  ],
];
const plantedImages = [
  ['version of the base image', 'node:24.21.0-trixie-slim', 'node:24'],
  ['root', 'USER node\n', ''],
];

/** Names of planted faults that are not reported, or that are not in the files any more. */
export function plantContainers() {
  const missed = [
    ...planted.filter((plant) => !isFound(compose, plant, findComposeFaults)),
    ...plantedImages.filter((plant) => !isFound(image, plant, findImageFaults)),
  ].map(([fault]) => fault);
  const found = planted.length + plantedImages.length - missed.length;
  return { found, missed };
}

function isFound(text, [, from, to], find) {
  const changed = text.replace(from, () => to);
  return changed !== text && find(text).length === 0 && find(changed).length > 0;
}
