import { ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';

@ObjectType('ResultSheet', { description: 'Permanent links to the result sheet of a closed poll.' })
export class ResultSheetType {
  @field(() => String, 'Address of the sheet as JSON: questions, rules, numbers, counts, rounds and outcome.')
  declare jsonUrl: string;

  @field(() => String, 'Address of the sheet as a PDF of A4 pages, in German.')
  declare pdfUrl: string;
}
