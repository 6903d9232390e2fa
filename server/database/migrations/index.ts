import { Migration20261125Initial } from './Migration20261125Initial.ts';

/** In order of application; never edited after a release, only added to. */
export const migrations = [{ name: 'Migration20261125Initial', class: Migration20261125Initial }];
