import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Throws what xmllint says, unless the text is valid against a schema beside this file. It needs libxml2-utils. */
export function checkXml(text: string, schema: string): void {
  const path = resolve(import.meta.dirname, schema);
  const { status, stderr, error } = spawnSync('xmllint', ['--noout', '--schema', path, '-'], { input: text });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`xmllint: ${stderr.toString()}\n${text}`);
}
