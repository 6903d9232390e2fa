import { defineEntity, p } from '@mikro-orm/core';
import { Question } from './poll.entity.ts';

/** Anonymous answer to a TEXT question, copied from the ballots in random order when the poll closes. */
const TextAnswerSchema = defineEntity({
  name: 'TextAnswer',
  properties: {
    /** Random, so that ids do not reveal in which order people answered. */
    id: p.uuid().primary(),
    question: () => p.manyToOne(Question).ref(),
    text: p.text(),
  },
  indexes: [{ properties: ['question', 'id'] }],
});
export class TextAnswer extends TextAnswerSchema.class {}
TextAnswerSchema.setClass(TextAnswer);
