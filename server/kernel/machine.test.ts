import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { DomainError } from './errors.ts';
import { createLog } from './log.ts';
import { folderProbe } from './machine.probes.ts';
import { type Finding, MachineHealth } from './machine.ts';

afterEach(() => vi.useRealTimers());

const full: Finding = { fault: 'DISK_FULL', details: 'DATA_DIR has 3 MB left, it needs 32' };
const failed = (code: string) => Object.assign(new Error('no space left'), { code });

/** Health with one probe, whose findings the test changes, and the messages that it logged. */
function watched() {
  const lines: string[] = [];
  const log = createLog('silent');
  const keep = (facts: object, text: string) => lines.push(`${text} ${JSON.stringify(facts)}`);
  Object.assign(log, { error: keep, warn: keep });
  const state: { found: Finding[] | Error } = { found: [] };
  const health = new MachineHealth(
    [() => (state.found instanceof Error ? Promise.reject(state.found) : Promise.resolve(state.found))],
    log,
  );
  const round = async (found: Finding[] | Error) => {
    state.found = found;
    await health.start();
    await health.stop();
  };
  return { health, round, lines };
}

test('a fault that a probe sees is named, refuses writes and is logged once; then it ends', async () => {
  const { health, round, lines } = watched();
  await round([]);
  expect([health.isWritable(), health.faults()]).toEqual([true, []]);
  health.requireWritable();
  await round([full]);
  await round([{ ...full, details: 'DATA_DIR has 1 MB left, it needs 32' }]);
  expect(health.faults()).toMatchObject([{ fault: 'DISK_FULL', details: 'DATA_DIR has 1 MB left, it needs 32' }]);
  expect(() => {
    health.requireWritable();
  }).toThrow(new DomainError('UNAVAILABLE', { retryAfter: 10 }));
  await round([]);
  expect(health.isWritable()).toBe(true);
  expect(lines).toEqual([
    expect.stringContaining('begins {"fault":"DISK_FULL"'),
    expect.stringContaining('ended {"fault":"DISK_FULL"'),
  ]);
});

test('a probe that cannot be asked changes nothing, unless its error names a fault', async () => {
  const { health, round } = watched();
  await round([full]);
  await round(failed('ECONNREFUSED'));
  expect(health.faults()).toMatchObject([full]);
  await round([]);
  await round(failed('25006'));
  expect(health.faults()).toMatchObject([{ fault: 'DATABASE_READ_ONLY' }]);
});

test.each([
  ['53100', 'DISK_FULL'],
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
  ['EROFS', 'DISK_READ_ONLY'],
  ['25006', 'DATABASE_READ_ONLY'],
])('a write that failed with %s counts at once, also as the cause of another error', (code, fault) => {
  for (const error of [failed(code), new Error('insert', { cause: failed(code) })]) {
    const { health } = watched();
    health.note(error);
    expect(health.faults()).toMatchObject([{ fault }]);
  }
});

test('a failed write counts for half a minute, or until a probe that saw the fault sees it no more', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { health, round } = watched();
  health.note(failed('ENOSPC'));
  vi.advanceTimersByTime(29_000);
  await round([]);
  expect(health.faults()).toMatchObject([{ fault: 'DISK_FULL' }]);
  vi.advanceTimersByTime(2000);
  await round([]);
  expect(health.isWritable()).toBe(true);

  health.note(failed('ENOSPC'));
  await round([full]);
  health.note(failed('ENOSPC'));
  await round([]);
  expect(health.isWritable()).toBe(true);
});

test('a failed write makes the probes look at once', async () => {
  let rounds = 0;
  const probe = () => {
    rounds++;
    return Promise.resolve(rounds === 2 ? [full] : []);
  };
  const health = new MachineHealth([probe], createLog('silent'));
  await health.start();
  health.note(failed('ENOSPC'));
  await vi.waitUntil(() => rounds === 2, { timeout: 4000 });
  await vi.waitUntil(() => health.isWritable(), { timeout: 4000 }); // the third round, after a second
  await health.stop();
});

test('other errors are not faults of the machine', () => {
  const { health } = watched();
  for (const error of [failed('23505'), new Error('x'), 'text', undefined]) health.note(error);
  expect(health.isWritable()).toBe(true);
});

test('a folder with enough space, and one that does not exist yet, have no fault', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-machine-'));
  expect(await folderProbe('DATA_DIR', folder)()).toEqual([]);
  expect(await folderProbe('DATA_DIR', join(folder, 'later'))()).toEqual([]);
  rmSync(folder, { recursive: true });
});
