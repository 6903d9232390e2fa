// npm run dev: the server, which restarts on changes, and Vite's dev server in parallel; Ctrl-C ends both.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '..');
const parts = [
  { name: 'server', script: 'tsx/dist/cli.mjs', args: ['watch', '--clear-screen=false', 'server/main.ts'] },
  { name: 'web', script: 'vite/bin/vite.js', args: ['--clearScreen', 'false'] },
];

let isStopping = false;
const children = parts.map(startPart);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopAll());

function startPart({ name, script, args }) {
  const path = join(root, 'node_modules', script);
  // In a process group of its own: a second signal from the terminal would make tsx kill the server instead of draining
  // it.
  const child = spawn(process.execPath, [path, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => console.log(`${name.padEnd(6)} | ${line}`));
  }
  child.once('close', (code) => {
    if (code) process.exitCode = code;
    stopAll(); // one process alone is useless
  });
  return child;
}

function stopAll() {
  if (isStopping) return;
  isStopping = true;
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
}
