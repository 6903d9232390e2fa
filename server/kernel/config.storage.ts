import { z } from 'zod';
import { filesUrl } from './config.files.ts';
import { urlWith } from './config.values.ts';

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
  })
  .meta({ title: 'Storage' });
