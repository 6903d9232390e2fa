/** Seconds of the warning tone: two pitches in turn. */
const seconds = 3;
const pitches = [880, 660] as const;

/**
 * Plays the warning tone, and lets the phone vibrate. Browsers allow both only after the visitor has touched the page; until
 * then nothing happens. Returns a function that stops the tone.
 */
export function soundAlarm(): () => void {
  const isAllowed = 'userActivation' in navigator && navigator.userActivation.hasBeenActive;
  if (!isAllowed || typeof AudioContext === 'undefined') return () => undefined;
  if ('vibrate' in navigator) navigator.vibrate([400, 200, 400, 200, 400]);
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.value = 0.4;
  volume.connect(audio.destination);
  const tone = audio.createOscillator();
  for (let half = 0; half < seconds * 2; half += 1)
    tone.frequency.setValueAtTime(pitches[half % 2] ?? pitches[0], audio.currentTime + half / 2);
  tone.connect(volume);
  tone.start();
  tone.stop(audio.currentTime + seconds);
  const end = (): void => void audio.close().catch(() => undefined); // closed already
  tone.addEventListener('ended', end);
  return end;
}
