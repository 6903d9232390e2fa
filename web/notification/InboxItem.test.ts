import { mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { registry } from '../domains.ts';
import type { InboxItemPartsFragment } from '../gql/graphql.ts';
import { registryKey } from '../shared/registry.ts';
import { german } from '../testing/german.ts';
import InboxItem from './InboxItem.vue';

const municipality = { id: 't1', ags: '07138073', name: 'Unkel' };
const nothing = { group: null, content: null, readAt: null };
const item = (kind: string, subject: object | null, more = {}): InboxItemPartsFragment =>
  ({ id: 'i1', kind, at: '2026-11-24T10:00:00Z', municipality, ...nothing, ...more, subject }) as never;
const RouterLink = {
  props: ['to'],
  template: '<a :href="`${to.name}/${to.params.id ?? to.params.reference}`"><slot /></a>',
};

async function show(message: InboxItemPartsFragment) {
  const row = mount(InboxItem, {
    props: { item: message, time: 'vor 2 Minuten', elsewhere: false },
    global: {
      plugins: [german],
      provide: { [registryKey as symbol]: registry },
      components: { RouterLink },
      stubs: { RouterLink },
    },
  });
  // The rows of the domains are loaded when they are shown.
  await vi.waitFor(() => row.get('time'), { timeout: 20_000 });
  return row;
}

describe('a message', () => {
  it('speaks in the words of the domain that it is about, and leads there', async () => {
    const variants = [{ locale: 'de-x-leicht', title: 'Der Markt ist verlegt' }];
    const post = { __typename: 'Post', id: 'p1', title: 'Markt verlegt', variants };
    const row = await show(
      item('POST_REVISED', post, { content: { __typename: 'PostRevision', change: 'Neuer Ort' } }),
    );
    expect(row.text()).toBe('Beitrag geändertvor 2 MinutenMarkt verlegtNeuer Ortungelesen');
    expect(row.get('a').attributes('href')).toBe('post/p1');
    const idea = await show(
      item('IDEA_MOVED', { __typename: 'Idea', id: 'd1', title: 'Bank am Rhein', state: 'OPEN' }),
    );
    expect(idea.text()).toContain('Bank am Rhein');
    expect(idea.get('a').attributes('href')).toBe('idea/d1');
  });

  it.each([
    ['ISSUE_REPORTED', 'Neue Meldung'],
    ['ISSUE_URGENT_REPORTED', 'Dringende Meldung'],
    ['ISSUE_REPLIED', 'Antwort zu einer Meldung'],
    ['ISSUE_REOPENED', 'Meldung wieder geöffnet'],
    ['ISSUE_HANDED_OVER', 'Meldung an Sie übergeben'],
  ])('%s leads the clerk to the board', async (kind, words) => {
    const category = { id: 'c1', name: 'Straße', variants: [] };
    const issue = { __typename: 'Issue', id: 'm1', reference: 'M-7', kind: 'DEFECT', title: 'Schlagloch', category };
    const row = await show(item(kind, { ...issue, titleVariants: [] }));
    expect(row.text()).toContain(words);
    expect(row.text()).toContain('M-7');
    expect(row.get('a').attributes('href')).toBe('boardIssue/M-7');
  });

  it('names a new poll, a new idea, a request for membership and its answer', async () => {
    const poll = await show(item('POLL_OPENED', { __typename: 'Poll', id: 'u1', title: 'Rutsche?', variants: [] }));
    expect(poll.text()).toContain('Neue Umfrage');
    expect(poll.get('a').attributes('href')).toBe('poll/u1');
    const idea = { __typename: 'Idea', id: 'd1', title: 'Bank am Rhein', state: 'SUBMITTED' };
    expect((await show(item('IDEA_SUBMITTED', idea))).text()).toContain('Neue Idee zu prüfen');
    const choir = { __typename: 'Group', id: 'g1', name: 'Chor' };
    const request = await show(item('MEMBERSHIP_REQUESTED', choir));
    expect(request.text()).toContain('Anfrage zur Gruppe');
    expect(request.get('a').attributes('href')).toBe('manageGroup/g1');
    const declined = { content: { __typename: 'MembershipDecision', isAccepted: false } };
    const answer = await show(item('MEMBERSHIP_DECIDED', choir, declined));
    expect(answer.text()).toContain('Das Rathaus hat Ihre Anfrage abgelehnt.');
    expect(answer.get('a').attributes('href')).toBe('group/g1');
  });

  it('about something that may not be read any more leads nowhere, and can still be marked as read', async () => {
    const row = await show(item('POST_PUBLISHED', null));
    expect(row.text()).toContain('Nicht mehr verfügbar');
    await row.get('button').trigger('click');
    expect(row.emitted('open')).toHaveLength(1);
  });

  it('about a type without words is an error, never a post', async () => {
    await expect(show(item('LOST_ITEM_FOUND', { __typename: 'LostItem', id: 'l1' }))).rejects.toThrow(
      '"LostItem" in its inboxItems',
    );
  });
});
