import { connect, type Socket } from 'node:net';
import { ask } from '../harness/http.ts';
import { median } from '../harness/scenario.ts';
import { pause } from '../harness/waiting.ts';
import { type Case, type Target, viewerQuery } from './cases.ts';

const count = 400;
const asked = 20;
/** Longest time that another client may wait for its answer, in milliseconds. */
const patienceMs = 1000;

export const slowCases: readonly Case[] = [
  {
    name: `${count} bodies that arrive byte by byte`,
    expected: /^all 20 others answered, median \d+ ms, slowest \d{1,3} ms$/,
    run: besideSlowBodies,
  },
];

/** Time that other clients wait for their answers while many requests never end. */
async function besideSlowBodies({ port, nobody }: Target): Promise<string> {
  const slow = await Promise.all(Array.from({ length: count }, () => openSlow(port, nobody().ip)));
  const timer = setInterval(() => {
    for (const socket of slow) socket.write(' ');
  }, 100);
  const took: number[] = [];
  try {
    for (let n = 0; n < asked; n++) {
      const began = performance.now();
      const reply = await ask(port, nobody(), viewerQuery);
      if (reply.status !== 200) return `another client got ${reply.status}`;
      took.push(performance.now() - began);
      await pause(50);
    }
  } finally {
    clearInterval(timer);
    for (const socket of slow) socket.destroy();
  }
  const slowest = Math.max(...took);
  if (slowest > patienceMs) return `another client waited ${Math.round(slowest)} ms`;
  return `all ${took.length} others answered, median ${Math.round(median(took))} ms, slowest ${Math.round(slowest)} ms`;
}

/** Opens a request whose body is announced and does not come. */
function openSlow(port: number, ip: string): Promise<Socket> {
  const head = [
    'POST /graphql HTTP/1.1',
    'Host: 127.0.0.1',
    `X-Forwarded-For: ${ip}`,
    'Content-Type: application/json',
    'Content-Length: 90000',
  ];
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.off('error', fail).on('error', () => undefined);
      socket.write(`${head.join('\r\n')}\r\n\r\n{`);
      done(socket);
    });
    socket.on('error', fail);
  });
}
