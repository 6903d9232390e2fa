import { makeAdmin } from '../../faults/harness/stage.ts';
import { citizenId } from './citizens.ts';
import type { Stage } from './stage.ts';

/** Key of the municipality whose home page is read. */
export const pageAgs = '07138041';
export const manyGroups = 40;
const people = 1000;

/** Ranges of citizens: `one` follow only the town group, `many` follow all groups. */
export const followers = { one: [0, people], many: [people, 2 * people] } as const;

/** Creates a second town with the content of a home page. */
export async function settleTown({ product, postgres, database, settings, sql }: Stage): Promise<void> {
  await makeAdmin(product, settings, 'page@example.org', pageAgs);
  const [first, end] = followers.many;
  const page = { ags: pageAgs, groups: manyGroups, first: citizenId(first), end: citizenId(end) };
  await postgres.execute(database, sql.insertHomePage(page));
  await postgres.execute(database, 'vacuum analyze');
}
