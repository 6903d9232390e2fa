import { ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';

@ObjectType('ResultSheet', { description: 'The result of a closed poll on one sheet, at addresses that stay.' })
export class ResultSheetType {
  @field(() => String, 'As JSON: question, rules, numbers, counts, rounds and outcome.')
  declare jsonUrl: string;

  @field(() => String, 'The same as A4 pages, in German.')
  declare pdfUrl: string;
}
