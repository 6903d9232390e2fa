import { Float, InputType } from 'type-graphql';
import { field } from '../../kernel/field.ts';

@InputType('BlurBoxInput', { description: 'A part of a photo, in shares of its width and height, 0 to 1.' })
export class BlurBoxInputType {
  @field(() => Float, 'From the left edge.')
  declare x: number;

  @field(() => Float, 'From the upper edge.')
  declare y: number;

  @field(() => Float, 'How wide it is.')
  declare width: number;

  @field(() => Float, 'How high it is.')
  declare height: number;
}
