import { Float, InputType } from 'type-graphql';
import { field } from '../../kernel/field.ts';

@InputType('BlurBoxInput', { description: 'A part of a photo, as shares of its width and height, 0 to 1.' })
export class BlurBoxInputType {
  @field(() => Float, 'Distance from the left edge.')
  declare x: number;

  @field(() => Float, 'Distance from the upper edge.')
  declare y: number;

  @field(() => Float, 'Width of the box.')
  declare width: number;

  @field(() => Float, 'Height of the box.')
  declare height: number;
}
