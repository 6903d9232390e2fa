// npm run dev: the server, which restarts on changes, and Vite's dev server in parallel; Ctrl-C ends both. The sign-in
// links that the server prints lead to Vite's address, because the server itself has only the pages of the last build.
// PORT and WEB_PORT change the two ports.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '..');
const webPort = process.env.WEB_PORT ?? '5173';
const page = `http://127.0.0.1:${webPort}`;
const parts = [
  {
    name: 'server',
    script: 'tsx/dist/cli.mjs',
    args: ['watch', '--clear-screen=false', 'server/main.ts'],
    env: { ...process.env, PUBLIC_URL: process.env.PUBLIC_URL ?? page },
  },
  {
    name: 'web',
    script: 'vite/bin/vite.js',
    args: ['--clearScreen', 'false', '--port', webPort, '--strictPort', '--logLevel', 'warn'],
    env: process.env,
  },
];

console.log(`dev    | starting at ${page}; sign-in links follow, at the first start after about half a minute`);
let isStopping = false;
const children = parts.map(startPart);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopAll());

function startPart({ name, script, args, env }) {
  const path = join(root, 'node_modules', script);
  // In a process group of its own: a second signal from the terminal would make tsx kill the server instead of draining
  // it.
  const child = spawn(process.execPath, [path, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (line.trim() !== '') console.log(`${name.padEnd(6)} | ${line}`);
    });
  }
  child.once('close', (code) => {
    if (code) process.exitCode = code;
    if (!isStopping) console.log(`dev    | ${name} has ended, which ends the other part, too`);
    stopAll(); // one process alone is useless
  });
  return child;
}

function stopAll() {
  if (isStopping) return;
  isStopping = true;
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
}
