import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs in the order of preference: the shell without windows needs a third less CPU time for the same pages. */
const programs = ['chromium-headless-shell', 'chromium'];

/**
 * Path of the system's Chromium: the variable CHROMIUM, otherwise the first of `programs` in PATH. Throws if there is
 * none.
 */
export function findChromium(): string {
  if (process.env.CHROMIUM !== undefined) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = programs.flatMap((program) => folders.map((folder) => join(folder, program)));
  const path = paths.find((file) => existsSync(file));
  if (path === undefined) throw new Error(`No ${programs.join(' and no ')} on PATH: install a package of these names.`);
  return path;
}

/** Flags: no sandbox in a container, maps without a graphics card, no requests to the browser's vendor. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
