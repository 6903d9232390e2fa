/**
 * Import rules of web/: a folder may import the folders before it in `order`, and the parts of issue/ likewise. The
 * order of the domains is read from web/domains.ts, so that there is only one list.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const beforeDomains = ['ui', 'offline', 'shared', 'map', 'display'];
/** Folders that compose the domains: layout, home page, command bar, profile, style guide. */
const composition = ['app'];
/** Parts of issue/ in their order; the files of issue/ itself come before its parts. */
const issueParts = [
  'category',
  'clock',
  'comment',
  'settings',
  'photo',
  'survey',
  'follow',
  'report',
  'visibility',
  'routing',
  'board',
];

const order = [...beforeDomains, ...readDomains(), ...composition];
/** Tests may import everything, and a manifest imports all pages of its domain. */
const free = ['\\.test\\.ts$', '\\.pages\\.ts$'];

function readDomains() {
  const path = join(__dirname, '../web/domains.ts');
  const list = /export const domains[^=]*= \[([^\]]*)\]/.exec(readFileSync(path, 'utf8'));
  const names = list?.[1].match(/\w+/g) ?? [];
  if (names.length === 0) throw new Error(`${path}: no list of domains found`);
  return names;
}

const between = order.map((folder, place) => ({
  name: `web-${folder}-knows-only-earlier-folders`,
  comment: 'What a page shows of a later domain fills a slot of the page (web/shared/pageSlot.ts).',
  severity: 'error',
  from: { path: `^web/${folder}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^web/((${[...order.slice(place + 1), 'testing'].join('|')})/|[^/]+\\.(ts|vue)$)` },
}));

const inIssue = issueParts.slice(0, -1).map((part, place) => ({
  name: `web-issue-${part}-knows-only-earlier-parts`,
  severity: 'error',
  from: { path: `^web/issue/${part}/`, pathNot: free },
  to: { path: `^web/issue/(${issueParts.slice(place + 1).join('|')})/` },
}));

exports.webRules = [
  ...between,
  ...inIssue,
  {
    name: 'web-issue-itself-knows-no-part',
    severity: 'error',
    from: { path: '^web/issue/[^/]+$', pathNot: free },
    to: { path: '^web/issue/[^/]+/' },
  },
  {
    name: 'web-manifests-are-for-the-list',
    comment: 'Only web/domains.ts imports a manifest; what others need of it comes through the registry.',
    severity: 'error',
    from: { path: '^web/', pathNot: ['^web/domains\\.ts$', '\\.test\\.ts$'] },
    to: { path: '^web/.+\\.pages\\.ts$' },
  },
];
