import { z } from 'zod';
import { filesUrl } from './config.files.ts';
import { splitList, urlWith } from './config.values.ts';

/** Public keys of age: those of X25519, and the hybrid ones with ML-KEM. */
const recipients = z
  .string()
  .transform(splitList)
  .refine(
    (keys) => keys.every((key) => /^age1(pq1)?[02-9ac-hj-np-z]{58,}$/.test(key)),
    'must be public keys of age, such as age1…, separated by commas',
  );

/** Places where an installation stores its data. */
export const storageSettings = z
  .object({
    DATA_DIR: z
      .string()
      .default('./data')
      .describe(
        'Folder for everything on disk: the embedded database (one process per folder, which a lock enforces), the ' +
          'mailbox of the demo, and photos in `files/`. Several web processes and a separate worker must share it, ' +
          'unless `FILES_URL` is set. `memory://` stores nothing on disk.',
      ),
    KEY_DIR: z
      .string()
      .optional()
      .describe(
        'Folder for the keys of secret polls, one file per poll; `keys/` below `DATA_DIR` by default. The keys are never in ' +
          'the database. Leave the folder out of backups of the database: who has both can read the ballots. Processes ' +
          'on several machines share a volume that only they mount. A folder that you name must exist.',
      ),
    DATABASE_URL: urlWith('postgres', 'postgresql')
      .optional()
      .describe('PostgreSQL 15 or newer. Without it the embedded database (PGlite) is used, by a single process.'),
    REDIS_URL: urlWith('redis', 'rediss')
      .optional()
      .describe(
        'Redis for hints between processes and for shared rate limits. Without it, the installation consists of ' +
          'a single process.',
      ),
    FILES_URL: filesUrl
      .optional()
      .describe(
        'Bucket for photos instead of `files/` below `DATA_DIR`: `s3://key:secret@host/bucket/prefix?region=eu-central-1` ' +
          'at any service that speaks S3, over https; `s3+http://` uses http, for a service in your own network. Key ' +
          'and secret are percent-encoded.',
      ),
    BACKUP_DIR: z
      .string()
      .optional()
      .describe(
        'Folder for backups of the database and the photos, one folder for each backup. It must exist, and belongs to this ' +
          'installation alone. The list of erased people, `erasures.log`, stands there too. With the folder, a backup is made every night; 7 daily and 4 weekly ones are kept. On the file ' +
          'system of `DATA_DIR`, photos take no additional space. In the demo `backups/` below `DATA_DIR` by default. See docs/operations/backup.md.',
      ),
    BACKUP_RECIPIENT: recipients
      .optional()
      .describe(
        'Public keys of [age](https://age-encryption.org), `age1…`, separated by commas. Backups of the database are ' +
          'encrypted for each of them; `npm run backup -- --new-key FILE` makes a pair. Without this setting, whoever has ' +
          'a backup can read the database and the secret of the installation, and each backup says so.',
      ),
  })
  .meta({ title: 'Storage' });
