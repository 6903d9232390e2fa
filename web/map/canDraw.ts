let answer: boolean | undefined;

/** Whether this device draws maps at all (WebGL 2); asked once. */
export function canDraw(): boolean {
  answer ??= document.createElement('canvas').getContext('webgl2') !== null;
  return answer;
}
