import { describe, expect, it } from 'vitest';
import { findStale, findUnaccepted } from './check.ts';

const released = 'type Query { poll(id: ID!): Poll } type Poll { id: ID! title: String! closesAt: String }';
const planted = 'type Query { poll(id: ID!, ags: String!): Poll } type Poll { id: ID! title: String }';
const fieldGone = 'FIELD_REMOVED: Poll.closesAt was removed.';
const typeChanged = 'FIELD_CHANGED_KIND: Poll.title changed type from String! to String.';
const argumentAdded = 'REQUIRED_ARG_ADDED: A required arg ags on Query.poll was added.';

describe('breaking changes of the schema', () => {
  it('reports every planted one', () => {
    expect(findUnaccepted(released, planted, '').sort()).toEqual([typeChanged, fieldGone, argumentAdded].sort());
  });

  it('lets additions pass', () => {
    expect(findUnaccepted(released, `${released} type Extra { id: ID! }`, '')).toEqual([]);
  });

  it('lets an accepted one pass only with a reason', () => {
    const accepted = `# a comment\n${fieldGone} # shown on the state instead\n${typeChanged}\n${argumentAdded} # \n`;
    expect(findUnaccepted(released, planted, accepted).sort()).toEqual([typeChanged, argumentAdded].sort());
  });

  it('names what is accepted without need', () => {
    expect(findStale(released, released, `${fieldGone} # shown on the state instead`)).toEqual([fieldGone]);
  });
});
