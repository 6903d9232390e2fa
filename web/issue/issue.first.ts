import type { FirstScreens } from '../shared/firstScreen.ts';
import { publicIssuesVariables } from './publicIssuesVariables.ts';

export const firstScreens: FirstScreens = {
  report: {
    reads: [{ query: 'IssueCategories', variables: { ags: ':ags' } }],
    blocks: [
      { part: 'kind', key: 'report.kind' },
      { part: 'reportSteps' },
      {
        part: 'categories',
        entries: {
          from: 'IssueCategories.municipality.issueCategories',
          title: 'name',
          most: 16,
          only: [
            { at: 'isForBarriers', in: [false] },
            { at: 'kind', in: ['DEFECT', 'COMPLAINT'] },
          ],
        },
      },
    ],
  },
  issue: {
    reads: [{ query: 'Issue', variables: { ags: ':ags', reference: ':reference', claimCode: null } }],
    preview: { title: 'Issue.issue.title' },
  },
  map: {
    reads: [
      { query: 'PublicIssues', variables: publicIssuesVariables(':ags', null) },
      { query: 'StatusLabels', variables: { ags: ':ags' } },
    ],
    frame: 'map',
    blocks: [
      {
        part: 'reports',
        entries: {
          from: 'PublicIssues.municipality.publicIssues.edges',
          subject: 'node',
          title: 'title',
          text: 'reference',
        },
      },
    ],
  },
};
