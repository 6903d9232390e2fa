import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson } from '../builders.ts';
import { givenIssue } from '../issues.ts';
import { type Act, edge, mutation } from './act.ts';
import type { Town } from './town.ts';

const reported = async ({ app, place }: Town): Promise<string> =>
  (await givenIssue(app, place, await givenPerson(app, place))).id;

export const flagActs: readonly Act[] = [
  mutation(
    'flagIssue',
    'admin',
    ['flagIssue(issueId: $input, flag: HIDDEN, reason: "Namen")', 'ID!', 'issue { id flag }'],
    reported,
  ),
  mutation('unflagIssue', 'admin', ['unflagIssue(issueId: $input)', 'ID!', 'issue { id flag }'], reported),
  mutation(
    'setIssueSettings',
    'admin',
    ['setIssueSettings(input: $input)', 'SetIssueSettingsInput!', 'municipality { id }'],
    ({ place }) => ({
      ...{ municipalityId: toGlobalId('Municipality', place.municipalityId), reopenDays: 30, labels: [] },
    }),
  ),
  edge('Municipality.issueSettings', ({ id }) => id, 'anonymous', '{ reopenDays }'),
];
