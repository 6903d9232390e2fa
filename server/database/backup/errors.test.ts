import { expect, test } from 'vitest';
import { asBackupError, BackupError } from './errors.ts';

test.each([
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
  ['EROFS', 'DISK_READ_ONLY'],
  ['EACCES', 'DISK_READ_ONLY'],
])('%s of a write is told as %s, with the place', (code, wanted) => {
  const told = asBackupError(Object.assign(new Error('write failed'), { code }), 'BACKUP_DIR /backups');
  expect(told).toBeInstanceOf(BackupError);
  expect(told).toMatchObject({ code: wanted, message: expect.stringContaining('BACKUP_DIR /backups') });
});

test('other errors stay as they are', () => {
  const error = new Error('unexpected');
  expect(asBackupError(error, 'BACKUP_DIR')).toBe(error);
});
