import { defineEntity, p } from '@mikro-orm/core';
import { Question } from './poll.entity.ts';

/** What somebody wrote, without whose it was: taken out of the ballots at the close, in no order. */
const TextAnswerSchema = defineEntity({
  name: 'TextAnswer',
  properties: {
    /** Random: it tells no order. */
    id: p.uuid().primary(),
    question: () => p.manyToOne(Question).ref(),
    text: p.text(),
  },
  indexes: [{ properties: ['question', 'id'] }],
});
export class TextAnswer extends TextAnswerSchema.class {}
TextAnswerSchema.setClass(TextAnswer);
