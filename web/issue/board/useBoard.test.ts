import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client/core';
import { Observable } from '@apollo/client/utilities';
import { DefaultApolloClient } from '@vue/apollo-composable';
import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { defineComponent, h, nextTick, ref, shallowRef } from 'vue';
import { transportKey, type Transport } from '../../shared/apollo.ts';
import { german } from '../../testing/german.ts';
import { everything } from './boardFilter.ts';
import { useBoard, useLane, type LaneWish } from './useBoard.ts';

const empty = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
const board = { NEW: empty, REVIEWED: empty, IN_PROGRESS: empty, WAITING: empty, DONE: empty };
const counts = [
  { stage: 'NEW', deskId: 'd1', count: 2 },
  { stage: 'NEW', deskId: 'd2', count: 5 },
];

/** A minimal server that records its queries and the cursors of its subscriptions. */
function startServer() {
  const asked: string[] = [];
  const began: unknown[] = [];
  const answers: Record<string, object> = {
    BoardStart: { municipality: { id: 't', issueBoard: { cursor: 'c1', counts, ...board } } },
    BoardCounts: { municipality: { id: 't', issueCounts: counts } },
  };
  const link = new ApolloLink(({ operationName, getContext }) => {
    asked.push(operationName);
    if (operationName !== 'BoardLive') return Observable.of({ data: answers[operationName] });
    began.push(getContext().currentCursor());
    return Observable.of({ data: { issueBoard: { entries: [], removedIds: [], reset: false, cursor: 'c1' } } });
  });
  return { asked, began, apollo: new ApolloClient({ link, cache: new InMemoryCache() }) };
}

const town = { id: 't', ags: '1', viewerRoles: [] };
async function open(wishes: readonly LaneWish[], wanted: (wish: LaneWish) => boolean) {
  const server = startServer();
  const transport = { apollo: server.apollo, connected: ref(true) } as unknown as Transport;
  const seen = shallowRef<ReturnType<typeof useBoard>>();
  const rows = wishes.map((wish) =>
    defineComponent(() => {
      useLane(
        () => wish,
        () => wanted(wish),
      );
      return () => h('p');
    }),
  );
  const Page = defineComponent(() => {
    seen.value = useBoard(
      () => town,
      () => wishes,
      () => everything,
    );
    return () => rows.map((row) => h(row));
  });
  const provide = { [DefaultApolloClient]: server.apollo, [transportKey]: transport };
  mount(Page, { global: { plugins: [german], provide } });
  for (let tick = 0; tick < 20; tick++) await nextTick();
  return { server, board: seen.value };
}

it('is read once: the stream goes on from where the list was read, and its first message reads nothing again', async () => {
  const { server, board } = await open([{ key: 'all', name: null, filter: everything, order: 'NEWEST' }], () => true);
  expect([server.asked, server.began]).toEqual([['BoardStart', 'BoardLive'], ['c1']]);
  expect(board?.total.value).toBe(7);
});

it('of rows out of sight only the number is known, of all of them by one question', async () => {
  const row = (id: string): LaneWish => ({ key: id, name: id, filter: { ...everything, deskId: id }, order: 'NEWEST' });
  const { server, board } = await open([row('d1'), row('d2'), row('d3')], ({ key }) => key === 'd1');
  expect(server.asked.toSorted()).toEqual(['BoardCounts', 'BoardLive', 'BoardStart']);
  expect([board?.total.value, board?.isEmpty.value]).toEqual([7, false]);
});
