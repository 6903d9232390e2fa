import { readFileSync } from 'node:fs';

/** What a process holds open besides the sockets of a crowd. */
const others = 500;

/** Each socket is an open file, here and in the server; Node takes as many as the machine allows at most. */
export function requireFiles(sockets: number): void {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const allowed = /^Max open files\s+\d+\s+(\d+|unlimited)/m.exec(limits)?.[1] ?? 'unlimited';
  if (allowed === 'unlimited' || sockets + others <= Number(allowed)) return;
  throw new Error(`${sockets} sockets need a higher limit of open files than ${allowed}: ulimit -n, or --sockets`);
}
