let answer: boolean | undefined;

/** Whether this device can draw maps (WebGL 2); checked once. */
export function canDraw(): boolean {
  answer ??= document.createElement('canvas').getContext('webgl2') !== null;
  return answer;
}
