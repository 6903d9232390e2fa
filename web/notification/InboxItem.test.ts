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
