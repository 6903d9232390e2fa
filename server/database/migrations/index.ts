import { Migration20261127200000Initial } from './Migration20261127200000Initial.ts';
import { Migration20261128042613PostPartnerKey } from './Migration20261128042613PostPartnerKey.ts';
import { Migration20261128044239ExternalId } from './Migration20261128044239ExternalId.ts';
import { Migration20261128081626AddIssuePublicSince } from './Migration20261128081626AddIssuePublicSince.ts';

/** In order of application. Written by `npm run migration`; see docs/migrations.md. */
export const migrations = [
  { name: 'Migration20261127200000Initial', class: Migration20261127200000Initial },
  { name: 'Migration20261128042613PostPartnerKey', class: Migration20261128042613PostPartnerKey },
  { name: 'Migration20261128044239ExternalId', class: Migration20261128044239ExternalId },
  { name: 'Migration20261128081626AddIssuePublicSince', class: Migration20261128081626AddIssuePublicSince },
];
