import { beforeEach, expect, test, vi } from 'vitest';
import { forgetMine } from '../../../shared/storage.ts';
import { keepClaimCode, keptClaimCode } from './claimCodes.ts';
import { keepSent, keptSent } from './sentReport.ts';
import { referenceIn } from './referenceIn.ts';

const report = {
  ags: '07138073',
  reference: 'M-1028',
  claimCode: 'ABCDE-FGH23',
  about: 'Straßenbeleuchtung',
  sentAt: Date.UTC(2026, 10, 28),
};
/** The module as a page loads it anew. */
const load = async () => {
  vi.resetModules();
  return import('./deviceReports.ts');
};
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

test('number and code are found after a reload and after signing out, newest first, each once', async () => {
  const first = await load();
  first.keepDeviceReport(report);
  first.keepDeviceReport({ ...report, reference: 'M-1029', claimCode: 'ZZZZZ-ZZZZZ' });
  first.keepDeviceReport({ ...report, reference: 'M-1029' });
  await forgetMine();
  const { deviceReports, deviceCodeOf } = await load();
  expect(deviceReports.value.map(({ reference }) => reference)).toEqual(['M-1029', 'M-1028']);
  expect(deviceCodeOf('07138073', 'M-1029')).toBe(report.claimCode);
  expect(deviceCodeOf('05382008', 'M-1028')).toBeNull();
});

test('deleted from the device, no copy of the code is left', async () => {
  const { keepDeviceReport, dropDeviceReport, deviceReports } = await load();
  keepDeviceReport(report);
  keepClaimCode(report.reference, report.claimCode);
  dropDeviceReport(report);
  expect(deviceReports.value).toEqual([]);
  expect(keptClaimCode(report.reference)).toBeNull();
  expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toContain(report.claimCode);
});

test('whatever else is stored under the key is no report', async () => {
  for (const text of ['nonsense', 'null', '{}', '[1, null, {"reference": "M-1"}]']) {
    localStorage.setItem('ortsfunk.reports', text);
    expect((await load()).deviceReports.value).toEqual([]);
  }
});

test('the page after sending is shown again for the report in its address only', () => {
  const done = { issue: { id: '1', reference: 'M-1028' }, claimCode: report.claimCode, email: null };
  keepSent(report.ags, done as never);
  expect(keptSent(report.ags, 'M-1028')).toEqual(done);
  expect(keptSent(report.ags, 'M-1029')).toBeNull();
  expect(keptSent('05382008', 'M-1028')).toBeNull();
});

test('a number is understood however it is typed', () => {
  for (const typed of ['M-1028', 'm-1028', ' M 1028 ', '1028', 'M–1028']) expect(referenceIn(typed)).toBe('M-1028');
  for (const typed of ['', 'M-', 'ABCDE-FGH23', '10 28']) expect(referenceIn(typed)).toBeNull();
});
