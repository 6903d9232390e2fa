import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client/core';
import { Observable } from '@apollo/client/utilities';
import { DefaultApolloClient } from '@vue/apollo-composable';
import { flushPromises, mount } from '@vue/test-utils';
import { Kind } from 'graphql';
import { expect, it } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { provideTown } from '../../municipality/useTown.ts';
import { IssueDocument } from '../../gql/graphql.ts';
import { transportKey, type Transport } from '../../shared/apollo.ts';
import { german } from '../../testing/german.ts';
import { useIssue } from './useIssue.ts';

/** A report in which every field is null. */
const emptyIssue: object = Object.fromEntries(
  IssueDocument.definitions
    .flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [one] : []))
    .filter(({ typeCondition }) => typeCondition.name.value === 'Issue')
    .flatMap(({ selectionSet }) => selectionSet.selections)
    .flatMap((one) => (one.kind === Kind.FIELD ? [[one.name.value, null]] : [])),
);

/** A minimal server: the test answers each query of the report and sends the live messages. */
function startServer() {
  const waiting: ((issue: object) => void)[] = [];
  let sendLive: (issue: object) => void = () => undefined;
  const link = new ApolloLink(
    ({ operationName }) =>
      new Observable((observer) => {
        if (operationName === 'IssueLive')
          sendLive = (issue) => {
            observer.next({ data: { issue: { issue, cursor: 'c' } } });
          };
        else if (operationName === 'Issue')
          waiting.push((issue) => {
            observer.next({ data: { issue } });
            observer.complete();
          });
        else observer.next({ data: { municipality: null } });
      }),
  );
  const apollo = new ApolloClient({ link, cache: new InMemoryCache() });
  const answer = async (issue: object): Promise<void> => {
    waiting.shift()?.(issue);
    await flushPromises();
  };
  const tell = async (issue: object): Promise<void> => {
    sendLive(issue);
    await flushPromises();
  };
  return { apollo, waiting, answer, tell };
}

it('an answer that is older than a live message is not the last word', async () => {
  const { apollo, waiting, answer, tell } = startServer();
  const transport = { apollo, connected: ref(true) } as unknown as Transport;
  let seen: ReturnType<typeof useIssue> | undefined;
  const Page = defineComponent(() => {
    seen = useIssue(
      () => '07138073',
      () => 'M-1',
    );
    return () => h('p');
  });
  const Layout = defineComponent(() => {
    provideTown();
    return () => h(Page);
  });
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:ags?', component: Layout }] });
  const provide = { [DefaultApolloClient]: apollo, [transportKey]: transport };
  mount(Layout, { global: { plugins: [german, router], provide } });
  await flushPromises();

  const ofViewer = { viewerFollows: false, viewerCanFollow: false };
  const issue = { ...emptyIssue, ...ofViewer, __typename: 'Issue', id: 'i', version: 1, text: 'before' };
  await answer(issue);
  expect(seen?.issue.value).toMatchObject({ text: 'before' });
  seen?.refetch();
  await flushPromises();
  await tell({ ...issue, text: 'after' });
  await answer(issue);
  expect(waiting).toHaveLength(1);
  await answer({ ...issue, text: 'after' });
  expect(seen?.issue.value).toMatchObject({ text: 'after' });
  await tell({ ...issue, text: 'later' });
  expect(waiting).toHaveLength(0);
});
