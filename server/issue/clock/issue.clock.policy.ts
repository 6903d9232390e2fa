import { idOf } from '../../kernel/ids.ts';
import { type Act, edge, mutation } from '../../testing/policy/act.ts';
import type { Town } from '../../testing/policy/town.ts';

const town = ({ id }: Town): string => id;
const state = '{ state firstResponse { dueAt } }';

/** Medians need five answered reports: inserts five answered reports like this one. */
const answered = async ({ app, issue }: Town): Promise<void> => {
  const like = idOf('Issue', issue.id);
  const em = app.services.em.fork();
  await em.execute(
    `with made as (
       insert into issue (id, municipality_id, reference, kind, category_id, status, lat, lon, text, locale, created_at, updated_at)
       select gen_random_uuid(), municipality_id, 'M-' || n, kind, category_id, 'TRIAGED', lat, lon, text, locale, now(), now()
       from issue cross join generate_series(1, 5) n where id = ? on conflict do nothing returning id, municipality_id)
     insert into issue_clock (issue_id, municipality_id, calendar_id, started_at, first_responded_at, first_response_took)
     select made.id, made.municipality_id, k.calendar_id, now(), now(), 10
     from made cross join issue_clock k where k.issue_id = ?`,
    [like, like],
  );
};
const medians = edge('Municipality.issueMedians', town, 'anonymous', '{ answered category { id } }');

export const acts: readonly Act[] = [
  edge('Municipality.officeHours', town, 'anonymous', '{ spans { weekday from to } }'),
  {
    ...medians,
    prepare: async (at, mail) => {
      await answered(at);
      return medians.prepare(at, mail);
    },
  },
  edge('IssueCategory.targets', ({ categoryId }) => categoryId, 'anonymous', '{ firstResponseMinutes }'),
  edge('Issue.clock', ({ issue }) => issue.id, 'clerk', state),
  { ...edge('Issue.clock', ({ publicIssue }) => publicIssue.id, 'clerk', state), variant: 'public' },
  mutation(
    'setOfficeHours',
    'admin',
    ['setOfficeHours(input: $input)', 'SetOfficeHoursInput!', 'municipality { id }'],
    ({ id: municipalityId }) => ({
      municipalityId,
      closedDays: [],
      spans: [{ weekday: 'MONDAY', from: '08:00', to: '12:00' }],
    }),
  ),
  mutation(
    'setIssueTargets',
    'admin',
    ['setIssueTargets(input: $input)', 'SetIssueTargetsInput!', 'category { id }'],
    ({ categoryId }) => ({ categoryId, firstResponseMinutes: 540, resolutionMinutes: null }),
  ),
];
