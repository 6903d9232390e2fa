import { get } from './http.ts';
import { becomesTrue } from './waiting.ts';

/** Answer of `/readyz`. */
export interface Readiness {
  readonly status: number;
  /** Faults of the machine; an unreachable database is the fault DATABASE_UNREACHABLE. */
  readonly faults: readonly string[];
  readonly details: readonly string[];
}

export async function readReadiness(port: number, query = ''): Promise<Readiness> {
  const { status, text } = await get(port, { ip: '10.250.0.3' }, `/readyz${query}`);
  const body = JSON.parse(text) as { database: string; faults: { fault: string; details: string }[] };
  const unreachable = body.database === 'ok' ? [] : ['DATABASE_UNREACHABLE'];
  return {
    status,
    faults: [...body.faults.map(({ fault }) => fault), ...unreachable],
    details: body.faults.map(({ details }) => details),
  };
}

/** Waits until `/readyz` names the fault with status 503; returns the milliseconds, or undefined after 15 s. */
export async function reportsFault(port: number, fault: string): Promise<number | undefined> {
  const started = performance.now();
  const isReported = await becomesTrue(async () => {
    const { status, faults } = await readReadiness(port);
    return status === 503 && faults.includes(fault);
  }, 15_000);
  return isReported ? performance.now() - started : undefined;
}

/**
 * Waits until `/readyz` has status 200 again; returns the milliseconds, or undefined after 45 s: a failed write that no
 * probe saw counts for 30 s. */
export async function recovers(port: number): Promise<number | undefined> {
  const started = performance.now();
  const isBack = await becomesTrue(async () => (await readReadiness(port)).status === 200, 45_000);
  return isBack ? performance.now() - started : undefined;
}
