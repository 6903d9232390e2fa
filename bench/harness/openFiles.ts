import { readFileSync } from 'node:fs';

/** Number of files that a process has open besides the sockets of a crowd. */
const others = 500;

/**
 * Throws if the limit of open files is too low: each socket is an open file in the client and in the server, and Node
 * raises its limit to the hard limit.
 */
export function requireFiles(sockets: number): void {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const allowed = /^Max open files\s+\d+\s+(\d+|unlimited)/m.exec(limits)?.[1] ?? 'unlimited';
  if (allowed === 'unlimited' || sockets + others <= Number(allowed)) return;
  throw new Error(`${sockets} sockets need a higher limit of open files than ${allowed}: ulimit -n, or --sockets`);
}
