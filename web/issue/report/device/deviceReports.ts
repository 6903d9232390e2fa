import { shallowRef } from 'vue';
import { recall, remember } from '../../../shared/storage.ts';
import { forgetClaimCode } from './claimCodes.ts';

/**
 * A report without an account that was sent from this device. It stays after signing in and out, because it belongs to
 * no account; its entry in the list has a button that deletes it.
 */
export interface DeviceReport {
  readonly ags: string;
  readonly reference: string;
  readonly claimCode: string;
  /** Name of the category. */
  readonly about: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
}

const key = 'reports';
/** Maximum number of reports on a device; the oldest ones are deleted. */
const mostReports = 50;

/** Reports on this device, newest first; all tabs share them. */
export const deviceReports = shallowRef(read());
globalThis.addEventListener?.('storage', () => (deviceReports.value = read()));

export function keepDeviceReport(report: DeviceReport): void {
  store([report, ...read().filter((one) => !isSame(one, report))].slice(0, mostReports));
}

export function dropDeviceReport(report: Pick<DeviceReport, 'ags' | 'reference'>): void {
  forgetClaimCode(report.reference);
  void import('../../../offline/keptReads.ts').then(({ dropRead }) =>
    dropRead({ operationName: 'Issue', variables: { ags: report.ags, reference: report.reference } }),
  );
  store(read().filter((one) => !isSame(one, report)));
}

/** Claim code of a report that was sent from this device; null: the device does not know it. */
export function deviceCodeOf(ags: string, reference: string): string | null {
  return deviceReports.value.find((one) => isSame(one, { ags, reference }))?.claimCode ?? null;
}

function store(reports: readonly DeviceReport[]): void {
  remember(key, JSON.stringify(reports));
  deviceReports.value = reports;
}

function read(): readonly DeviceReport[] {
  try {
    const kept: unknown = JSON.parse(recall(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isReport) : [];
  } catch {
    return [];
  }
}

function isSame(one: DeviceReport, { ags, reference }: Pick<DeviceReport, 'ags' | 'reference'>): boolean {
  return one.ags === ags && one.reference === reference;
}

function isReport(value: unknown): value is DeviceReport {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['ags', 'reference', 'claimCode', 'about'].map((name): unknown => Reflect.get(value, name));
  return texts.every((text) => typeof text === 'string') && typeof Reflect.get(value, 'sentAt') === 'number';
}
