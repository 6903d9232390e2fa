import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson } from '../../testing/builders.ts';
import { givenIssue } from '../../testing/issues.ts';
import { type Act, edge, mutation } from '../../testing/policy/act.ts';
import type { Town } from '../../testing/policy/town.ts';

const reported = async ({ app, place }: Town): Promise<string> =>
  (await givenIssue(app, place, await givenPerson(app, place))).id;

export const acts: readonly Act[] = [
  mutation(
    'flagIssue',
    'admin',
    ['flagIssue(input: { issueId: $input, flag: HIDDEN, reason: "Namen" })', 'ID!', 'issue { id flag }'],
    reported,
  ),
  mutation('unflagIssue', 'admin', ['unflagIssue(input: { issueId: $input })', 'ID!', 'issue { id flag }'], reported),
  mutation(
    'setIssueSettings',
    'admin',
    ['setIssueSettings(input: $input)', 'SetIssueSettingsInput!', 'municipality { id }'],
    ({ place }) => ({
      municipalityId: toGlobalId('Municipality', place.municipalityId),
      reopenDays: 30,
      labels: [],
    }),
  ),
  edge('Municipality.issueSettings', ({ id }) => id, 'anonymous', '{ reopenDays }'),
];
